/*
 * Index columns as short keys. The browser writes an index key and the row's key for every index of every row, in two
 * bytes a character: as text, four indexes of a visit weigh more than the visit, and a first load waits for them.
 */

/** Never part of an id: tells packed ids from texts that are kept as they are. */
const MARK = '\u0001';
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ID = /^([a-z][a-zA-Z]*):([0-9A-HJKMNP-TV-Z]{26})$/;
/** Digits of a ULID in one character: 15 bits, so that no surrogate can come about. */
const GROUP = 3;

/** `household:01J…` in half its length; any other text as it is. Equal ids pack alike, others do not. */
export function packId(id: string): string {
	const [, type, ulid] = ID.exec(id) ?? [];
	if (!type || !ulid) return id;
	let packed = type + MARK;
	for (let i = 0; i < ulid.length; i += GROUP) {
		let bits = 0;
		for (let j = i; j < i + GROUP; j++) bits = bits * 32 + Math.max(0, DIGITS.indexOf(ulid[j] ?? '0'));
		packed += String.fromCharCode(bits);
	}
	return packed;
}

/** What `packId` packed. */
export function unpackId(packed: string): string {
	const mark = packed.indexOf(MARK);
	if (mark < 0) return packed;
	let ulid = '';
	for (const character of packed.slice(mark + 1)) {
		const bits = character.charCodeAt(0);
		ulid += `${DIGITS[bits >> 10]}${DIGITS[(bits >> 5) & 31]}${DIGITS[bits & 31]}`;
	}
	return `${packed.slice(0, mark)}:${ulid.slice(0, 26)}`;
}

/** The time of rows that have none: before all others, and a valid key. */
export const NO_TIME = -Infinity;

/** A UTC ISO time as a number, in the same order; `NO_TIME` for what is none. */
export function packTime(at: string): number {
	const time = Date.parse(at);
	return Number.isNaN(time) ? NO_TIME : time;
}

/** Undefined for `NO_TIME`. */
export const unpackTime = (at: number): string | undefined =>
	at === NO_TIME ? undefined : new Date(at).toISOString();
