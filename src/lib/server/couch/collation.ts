import { isObject, type Json } from './json';

/*
 * CouchDB's order of JSON values as text that SQLite compares byte by byte: null, false, true, numbers, strings,
 * arrays, objects. Strings go by code point where CouchDB asks ICU ("a" < "B" there, "B" < "a" here): ids, dates and
 * codes order alike, mixed-case prose does not.
 */

const END = '\u0001';

export function sortText(value: Json): string {
	if (value === null) return '1';
	if (value === false) return '2';
	if (value === true) return '3';
	if (typeof value === 'number') return `4${numberText(value)}`;
	if (typeof value === 'string') return `5${escaped(value)}${END}`;
	if (Array.isArray(value)) return `6${value.map(sortText).join('')}${END}`;
	if (!isObject(value)) return '1';
	const members = Object.entries(value).map(([key, member]) => sortText(key) + sortText(member));
	return `7${members.join('')}${END}`;
}

/** Escapes what would look like an end, and NUL, which SQLite's text does not carry well. */
function escaped(text: string): string {
	// eslint-disable-next-line no-control-regex
	return text.replace(/[\u0000-\u0002]/g, (char) => `\u0002${String.fromCharCode(char.charCodeAt(0) + 3)}`);
}

/** A double's bits, flipped so that they sort as the numbers do. */
function numberText(value: number): string {
	const bytes = new DataView(new ArrayBuffer(8));
	bytes.setFloat64(0, value === 0 ? 0 : value);
	const bits = bytes.getBigUint64(0);
	const sign = 1n << 63n;
	const sortable = bits & sign ? ~bits & 0xffff_ffff_ffff_ffffn : bits | sign;
	return sortable.toString(16).padStart(16, '0');
}
