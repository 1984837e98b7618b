/** Longest pattern that `regex()` takes. */
export const MAX_PATTERN = 200;
/** In how many ways a repeated group may match one text. */
const MAX_WAYS = 10_000;
/** Longest text that a pattern is tried on, by its number of open quantifiers: the work grows with that power. */
const INPUT_CAP = [1000, 1000, 1000, 200, 60];

const OPENING = /\(\?(?:[:=!]|<[=!]|<\w+>)/g;
/** One letter each; so are the marks that stand for a group below. */
const ESCAPE_OR_CLASS = /\\.|\[(?:\\.|[^\]\\])*\]|[<>]/g;
const INNERMOST_GROUP = /\(([^()]*)\)/;
const ATOM = /(?:<(\w+)>|[^|])(?:([*+?])|\{(\d+)(,?)(\d*)\})?[?+]?/g;

/** How far a pattern can go back and forth in a text: what freezes a phone is a repeated group that can match it in many ways. */
export function backtracking(source: string): { readonly nested: boolean; readonly open: number } {
	let open = 0;
	let nested = false;
	/** In how many ways a text can be matched; Infinity with an open quantifier. Inner groups stand as `<ways>`. */
	const ways = (body: string) => {
		let total = body.split('|').length;
		for (const [, inner = 1, sign, low, comma, high] of body.matchAll(ATOM)) {
			const inside = Number(inner);
			const least = Number(low ?? (sign === '+' || !sign));
			const most = sign === '?' ? 1 : sign || (comma && !high) ? Infinity : Number(high || least);
			if (most === Infinity) open++;
			nested ||= most > 1 && inside > 1 && inside ** most > MAX_WAYS;
			total *= (most - least + 1) * inside ** Math.min(most, 20);
		}
		return `<${total}>`;
	};
	let rest = source.replace(OPENING, '(').replace(ESCAPE_OR_CLASS, 'x');
	while (INNERMOST_GROUP.test(rest))
		rest = rest.replace(INNERMOST_GROUP, (_group, body: string) => ways(body));
	ways(rest);
	return { nested, open };
}

export const hasBackReference = (source: string): boolean => /\\[1-9k]/.test(source.replaceAll('\\\\', ''));

/**
 * The test of a `regex()`; undefined for a pattern that could freeze a phone: `^(a+)+$` on 28 letters took ten
 * seconds. Refused are repeated groups whose inside can match in many ways, back-references, and more than four open
 * quantifiers. Why one is refused: `check/pattern-fault.ts`.
 */
export function patternTest(source: string): ((text: string) => boolean) | undefined {
	const { nested, open } = backtracking(source.slice(0, MAX_PATTERN));
	const cap = INPUT_CAP[open];
	if (source.length > MAX_PATTERN || nested || !cap || hasBackReference(source)) return undefined;
	try {
		const pattern = new RegExp(source);
		return (text) => pattern.test(text.slice(0, cap));
	} catch {
		return undefined;
	}
}
