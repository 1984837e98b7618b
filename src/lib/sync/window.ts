import { encodeTime } from 'ulid';
import { scopeKind, type Scope } from '../org/scopes';
import { belongsIn, type ScopeKind } from '../record';
import { RECORD_TYPES } from '../record-types';

/*
 * What of a scope lies on a device (R-P3, domain.md): everything that is, and what happened in the last 90 days.
 * Ids are time-ordered, so that is a matter of key ranges: a scope of five years loads like one of a year.
 */

/** Ids from `from` on, up to but without `to`. Ids are compared as text, as CouchDB does in `_all_docs`. */
export interface IdRange {
	readonly from: string;
	readonly to: string;
}

export const WINDOW_DAYS = 90;
const DAY = 86_400_000;

/** When the window begins, milliseconds since the epoch. @param now by the server's clock */
export const windowStart = (now: number): number => now - WINDOW_DAYS * DAY;

/** After all design documents, before every record. */
const FIRST = '_design0';
/** After every record: types begin with a lower-case letter. */
const LAST = '{';

/** Elsewhere little happens, and what does is wanted whole: what managers publish, a user's own, a division's counts. */
const WINDOWED: readonly ScopeKind[] = ['people', 'area', 'care'];

/** Types of which only the window is kept, in the order of their ids. A type that only a newer app knows is kept whole. */
export function eventTypes(scope: Scope): string[] {
	const kind = scopeKind(scope);
	if (!WINDOWED.includes(kind)) return [];
	return [...RECORD_TYPES.values()]
		.filter((recordType) => recordType.nature === 'event' && belongsIn(recordType, kind))
		.map(({ type }) => type)
		.sort();
}

/** The first id that an event of this type may have inside the window. */
const floorOf = (type: string, start: number): string => `${type}:${encodeTime(Math.max(0, start), 10)}`;

/** Events of this type that lie before the window. */
export const outsideOf = (type: string, start: number): IdRange => ({
	from: `${type}:`,
	to: floorOf(type, start)
});

/**
 * What a device reads of a scope, in the order of reading: first what is, then what happened.
 * @param start of the window, milliseconds since the epoch
 */
export function insideOf(scope: Scope, start: number): IdRange[] {
	const types = eventTypes(scope);
	const events = types.map((type) => ({ from: floorOf(type, start), to: `${type};` }));
	const things = [FIRST, ...types.map((type) => `${type};`)].map((from, i) => ({
		from,
		to: types[i] === undefined ? LAST : `${types[i]}:`
	}));
	return [...things, ...events];
}

/** Whether a record of this id is history: an event from before the window. */
export function isHistory(scope: Scope, id: string, start: number): boolean {
	const type = id.slice(0, id.indexOf(':'));
	return eventTypes(scope).includes(type) && id < floorOf(type, start);
}
