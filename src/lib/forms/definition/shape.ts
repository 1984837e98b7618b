import type { Findings } from './findings';

/** What a property of a definition may hold. */
export type Kind =
	'word' | 'text' | 'texts' | 'number' | 'flag' | 'expression' | 'literal' | 'object' | 'list' | 'words';
export type Shape = Readonly<Record<string, Kind>>;
export type Plain = Readonly<Record<string, unknown>>;

/** Longest label, hint or message, in characters. */
const MAX_TEXT = 5000;
const WORD = /^[\p{L}_][\p{L}\p{N}\p{M}_.-]{0,127}$/u;
/** Names that would reach into an object's machinery where it is used as a table. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export const isPlain = (value: unknown): value is Plain =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isName = (value: unknown): boolean =>
	typeof value === 'string' && WORD.test(value) && !FORBIDDEN.has(value);

const isTexts = (value: unknown): boolean =>
	typeof value === 'string' ||
	(isPlain(value) && Object.values(value).every((each) => typeof each === 'string'));

const CHECKS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
	word: (value) => typeof value === 'string' && value.length > 0 && value.length <= 128,
	text: (value) => typeof value === 'string',
	texts: isTexts,
	number: (value) => typeof value === 'number' && Number.isFinite(value),
	flag: (value) => typeof value === 'boolean',
	expression: (value) => typeof value === 'string' || typeof value === 'boolean',
	literal: (value) => ['string', 'number', 'boolean'].includes(typeof value),
	object: isPlain,
	list: Array.isArray,
	words: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string')
};

/** The longest text in a language map. */
const textLength = (value: unknown): number =>
	typeof value === 'string'
		? value.length
		: isPlain(value)
			? Math.max(0, ...Object.values(value).map((each) => (typeof each === 'string' ? each.length : 0)))
			: 0;

/**
 * Checks an object's properties against a shape: a wrong kind is an error, an unknown property a warning, because
 * a newer program may have written it and dropping it silently would change the form.
 */
export function checkShape(value: Plain, path: string, shape: Shape, findings: Findings, open = false) {
	for (const [key, each] of Object.entries(value)) {
		const at = `${path}/${key}`;
		if (FORBIDDEN.has(key)) findings.error(at, 'forbidden_name', { name: key });
		else if (!Object.hasOwn(shape, key)) {
			if (!open) findings.warn(at, 'unknown_property', { name: key });
		} else if (each !== undefined) {
			const kind = shape[key] ?? 'text';
			if (!CHECKS[kind](each)) findings.error(at, 'wrong_kind', { name: key, kind });
			else if (kind === 'texts' && textLength(each) > MAX_TEXT) {
				findings.error(at, 'text_too_long', { length: textLength(each), max: MAX_TEXT });
			}
		}
	}
}

export function require(value: Plain, path: string, keys: readonly string[], findings: Findings) {
	for (const key of keys) {
		if (value[key] === undefined || value[key] === '')
			findings.error(path, 'missing_property', { name: key });
	}
}
