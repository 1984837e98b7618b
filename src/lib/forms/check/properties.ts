import { EXPRESSIONS } from '../definition/field';
import { isPlain, misfit, TEXTS, type Plain } from '../definition/shape';
import type { Findings } from './findings';

/** Longest label, hint or message, in characters. */
const MAX_TEXT = 5000;
/** Longest name, version or other word. */
const MAX_WORD = 128;
/** Names that would reach into an object's machinery where it is used as a table. */
export const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What each part of a definition may have. */
export const FORM = words(
	'schema id version title default_language languages settings survey choices tables flags'
);
export const SETTINGS = words('subject style instance_name allow_choice_clear');
export const ITEM = new Set([
	...words('type name list appearance parameters default or_other meta prefill unit normal score veto'),
	...words('children initial min max'),
	...TEXTS,
	...EXPRESSIONS
]);
export const NORMAL = words('low high critical_low critical_high');
export const CHOICE = words('name label score veto');
export const FLAG = words('id when level label create_task');

/** Those that the engine does not read, so that its own check leaves them alone. */
const WORDS = words('schema subject style level');

/** The longest text in a language map. */
const longest = (value: unknown): number =>
	typeof value === 'string'
		? value.length
		: Math.max(0, ...Object.values(isPlain(value) ? value : {}).map((each) => String(each).length));

const wrongKind = (name: string, value: unknown): string | undefined => {
	if (WORDS.has(name)) return typeof value === 'string' ? undefined : 'text';
	if (name === 'create_task') return isPlain(value) ? undefined : 'object';
	return misfit(name, value);
};

/**
 * Checks an object's properties: a wrong kind is an error, an unknown property a warning, because a newer program
 * may have written it and dropping it silently would change the form.
 * @param open further columns are the form's own
 */
export function checkProperties(
	value: Plain,
	path: string,
	known: ReadonlySet<string>,
	findings: Findings,
	open = false
) {
	for (const [name, each] of Object.entries(value)) {
		const at = `${path}/${name}`;
		if (FORBIDDEN.includes(name)) findings.error(at, 'forbidden_name', { name });
		else if (!known.has(name)) {
			// A property means the same wherever it stands: as something else it would be misread.
			const kind = open ? undefined : misfit(name, each);
			if (kind) findings.error(at, 'wrong_kind', { name, kind });
			else if (!open) findings.warn(at, 'unknown_property', { name });
		} else if (each !== undefined) {
			const kind = wrongKind(name, each);
			const isWord = ['name', 'type', 'list', 'id', 'meta', 'level'].includes(name);
			const max = isWord ? MAX_WORD : MAX_TEXT;
			if (kind) findings.error(at, 'wrong_kind', { name, kind });
			else if ((isWord || name === 'title' || TEXTS.some((text) => text === name)) && longest(each) > max)
				findings.error(at, 'text_too_long', { length: longest(each), max });
		}
	}
}

export function requireProperties(value: Plain, path: string, names: readonly string[], findings: Findings) {
	for (const name of names)
		if (value[name] === undefined || value[name] === '') findings.error(path, 'missing_property', { name });
}
