import type { Doc, Problem } from '../record';
import type { Scope } from '../org/scopes';

/*
 * The device store as the rest of the program sees it. Types only: no Dexie, no PouchDB leaks out of this folder.
 *
 * Not a goal: joins, free-text search, sorting by anything but an index column.
 */

/** Receipt of one stored record (N3): derived from its row, never remembered. */
export type Receipt = 'local' | 'onServer';

/** A stored record with what the store knows of it. */
export interface Stored<D extends Doc = Doc> {
	readonly scope: Scope;
	readonly record: D;
	/** `local` until the server has acknowledged exactly this revision. */
	readonly receipt: Receipt;
}

/**
 * Finds records by declared index columns. Either a single `type`, or `unsent: true`, or both.
 * `scopes` left out means all scopes of the device. Voided records are left out unless `unsent` asks for them:
 * `read` finds them by id. Fastest by `subject` or `kind`; a `place`, or a second one, is checked row by row.
 */
export interface Query {
	readonly type?: string;
	readonly scopes?: readonly Scope[];
	readonly subject?: string;
	readonly place?: string;
	readonly kind?: string;
	/** Half-open range over the `at` column: from ≤ at < to. */
	readonly from?: string;
	readonly to?: string;
	/** Only records that the server has not acknowledged. */
	readonly unsent?: boolean;
	/** Newest (`at`, then id) first. Default: by id. */
	readonly newestFirst?: boolean;
	readonly limit?: number;
	readonly offset?: number;
	/** Fields that are left out: what a long list does not show, nobody need carry to it. */
	readonly without?: readonly string[];
}

export type SaveResult =
	| { readonly ok: true; readonly ids: readonly string[] }
	| {
			readonly ok: false;
			/** `invalid`: a record breaks its type's schema. `immutable`: the record is an event that exists already.
			 *  `conflict`: the profile changed since it was read. `full`: no space left. `storage`: the browser's
			 *  database failed. Nothing was written in any of these cases. */
			readonly reason: 'invalid' | 'immutable' | 'conflict' | 'full' | 'storage';
			readonly problems: readonly Problem[];
	  };

/** A record that lies here and does not open: damaged, or sealed with another key. No list shows it. */
export interface BrokenRecord {
	readonly scope: Scope;
	readonly id: string;
}

/** What a subscriber gets; `stop()` ends the subscription. */
export interface Subscription {
	stop(): void;
}

export interface Store {
	/**
	 * Resolves after the browser has committed with `strict` durability. Only then may a screen say "saved" (N1).
	 * @param draft the draft that became this record: it goes in the same step, never before (see `drafts.ts`)
	 */
	save(scope: Scope, record: Doc, draft?: string): Promise<SaveResult>;
	/** All or nothing, within one scope. Paths of problems start with the record's place: `0.outcome`. */
	saveAll(scope: Scope, records: readonly Doc[]): Promise<SaveResult>;
	/** @throws {SealBrokenError} when it does not open; `find` leaves it out */
	read<D extends Doc>(scope: Scope, id: string): Promise<Stored<D> | undefined>;
	find<D extends Doc>(query: Query): Promise<Stored<D>[]>;
	count(query: Query): Promise<number>;
	/** Calls `next` now and again after each change that touched what the query read, from any tab or worker. */
	watch<T>(
		read: (store: Store) => Promise<T>,
		next: (value: T) => void,
		failed: (error: unknown) => void
	): Subscription;
	/** Calls `next` now and whenever another record was met that does not open; this page's alone. */
	watchBroken(next: (broken: readonly BrokenRecord[]) => void): Subscription;
	/** Small values that are no records: device id, last contact, session. Plain JSON, not replicated. */
	readSetting<T>(key: string): Promise<T | undefined>;
	writeSetting(key: string, value: unknown): Promise<void>;
	close(): void;
}
