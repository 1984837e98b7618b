import { Dexie, RangeSet } from 'dexie';
import type { Scope } from '../org/scopes';

/*
 * What a live query looks at. Dexie notices by itself what is read inside its own zone; these are the two places where
 * that is not what is meant. The zone is public at runtime but not in Dexie's types.
 */

interface ZonedPromise {
	/** `subscr`: what the live query that runs has looked at so far, ranges of keys by index; absent outside of one. */
	readonly PSD: { readonly subscr?: Record<string, RangeSet> };
	usePSD<T>(zone: unknown, work: () => T): T;
	newPSD<T>(work: () => T, fields: object): T;
}
export const zones = Dexie.Promise as unknown as ZonedPromise;

/** Reads without being noticed. */
export const unnoticed = <T>(work: () => T): T => zones.newPSD(work, { subscr: undefined });

export interface Noticing {
	/** Wakes the live query when a document of this type is written or deleted in one of the scopes. */
	type(type: string, scopes: readonly Scope[]): void;
	/** Wakes it when a scope appears beside these. A scope's own row counts: it changes with every record. */
	otherScopes(scopes: readonly Scope[]): void;
}

/** For the live query that runs now; does nothing outside of one. May be used later than here, until that has ended. */
export function noticing(database: string): Noticing {
	const { subscr } = zones.PSD;
	const notice = (table: string, from: string | string[], to: string | string[]) => {
		if (!subscr) return;
		// The primary key's index has no name.
		(subscr[`idb://${database}/${table}/`] ??= new RangeSet()).add({ from, to });
	};
	return {
		type(type, scopes) {
			for (const scope of scopes) notice('records', [scope, `${type}:`], [scope, `${type};`]);
		},
		otherScopes(scopes) {
			for (const [from, to] of gapsOf(scopes)) notice('scopes', from, to);
		}
	};
}

/** What lies before, between and after these keys, without them. */
function gapsOf(keys: readonly string[]): [string, string][] {
	const sorted = [...keys].sort();
	const ends = [...sorted.map(justBefore), '\uffff'];
	return ['', ...sorted.map((key) => `${key}\0`)].flatMap((from, i): [string, string][] => {
		const to = ends[i] ?? from;
		return from <= to ? [[from, to]] : [];
	});
}

const justBefore = (key: string) =>
	`${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}\uffff`;
