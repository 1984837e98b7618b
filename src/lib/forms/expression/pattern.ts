/** Longest pattern that `regex()` takes. */
export const MAX_PATTERN = 200;
const MAX_WAYS = 10_000;
const MAX_OPEN = 4;
/** Longest text that a pattern is tried on, by its number of open quantifiers: the work grows with that power. */
const INPUT_CAP = [1000, 1000, 1000, 200, 60];

export type PatternDanger =
	'pattern_invalid' | 'pattern_too_long' | 'pattern_back_reference' | 'pattern_nested' | 'pattern_too_open';

interface Level {
	/** In how many ways the group can match one text; Infinity with an open quantifier inside. */
	ways: number;
	branches: number;
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})[?+]?/;

function quantifier(rest: string): { length: number; min: number; max: number } | undefined {
	const match = QUANTIFIER.exec(rest);
	if (!match) return undefined;
	const [whole, sign, low, comma, high] = match;
	if (sign) return { length: whole.length, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
	const min = Number(low);
	return { length: whole.length, min, max: comma ? (high ? Number(high) : Infinity) : min };
}

/** The end of a character class that begins at `at`. */
function classEnd(pattern: string, at: number): number {
	let end = at + 1;
	while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
	return end;
}

/**
 * Whether a pattern could freeze a phone: `^(a+)+$` on 28 letters took ten seconds. Refuses a quantified group
 * whose inside can match in many ways, back-references, and more than four open quantifiers in a row.
 */
function scan(pattern: string): { danger?: PatternDanger; open: number } {
	const stack: Level[] = [];
	let level: Level = { ways: 1, branches: 1 };
	let open = 0;
	for (let at = 0; at < pattern.length; at++) {
		const char = pattern[at];
		let closed: Level | undefined;
		if (char === '(') {
			stack.push(level);
			level = { ways: 1, branches: 1 };
			const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(pattern.slice(at));
			at += (opening?.[0].length ?? 1) - 1;
			continue;
		}
		if (char === '|') {
			level.branches++;
			continue;
		}
		if (char === '\\') {
			if (/[1-9k]/.test(pattern[at + 1] ?? '')) return { danger: 'pattern_back_reference', open };
			at++;
		} else if (char === '[') at = classEnd(pattern, at);
		else if (char === ')') {
			closed = level;
			level = stack.pop() ?? { ways: 1, branches: 1 };
		}
		const inside = closed ? closed.ways * closed.branches : 1;
		const found = quantifier(pattern.slice(at + 1));
		if (found) {
			at += found.length;
			if (found.max === Infinity) open++;
			if (found.max > 1 && inside > 1 && inside ** found.max > MAX_WAYS)
				return { danger: 'pattern_nested', open };
			level.ways *= (found.max - found.min + 1) * inside ** Math.min(found.max, 20);
		} else level.ways *= inside;
	}
	return open > MAX_OPEN ? { danger: 'pattern_too_open', open } : { open };
}

export interface Pattern {
	readonly danger?: PatternDanger;
	test(text: string): boolean;
}

const known = new Map<string, Pattern>();

function examine(source: string): Pattern {
	const refuse = (danger: PatternDanger): Pattern => ({ danger, test: () => false });
	if (source.length > MAX_PATTERN) return refuse('pattern_too_long');
	let compiled: RegExp;
	try {
		compiled = new RegExp(source);
	} catch {
		return refuse('pattern_invalid');
	}
	const { danger, open } = scan(source);
	if (danger) return refuse(danger);
	const cap = INPUT_CAP[open] ?? 1000;
	return { test: (text) => compiled.test(text.slice(0, cap)) };
}

/** The pattern of a `regex()`: a dangerous one matches nothing, and says why. */
export function pattern(source: string): Pattern {
	let found = known.get(source);
	if (!found) {
		if (known.size > 500) known.clear();
		known.set(source, (found = examine(source)));
	}
	return found;
}
