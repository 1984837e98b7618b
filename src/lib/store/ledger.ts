import { Dexie } from 'dexie';
import { collectLeaves } from 'pouchdb-merge';
import type { Scope } from '../org/scopes';
import { dropRevisions } from './attachment-uses';
import {
	databaseName,
	reading,
	releaseDatabase,
	useDatabase,
	writing,
	type DeviceDatabase
} from './database';
import { unpackId, unpackTime } from './packing';
import { branches, onlyLeaves } from './revision-tree';
import { readTree, type RecordRow } from './rows';
import { countRows, scopeRow } from './scope-row';
import { withWaiting } from './waiting';
import { isWhole, recount } from './whole';

/** Exactly one revision of one record. */
export interface RevisionRef {
	readonly id: string;
	readonly rev: string;
}

/** What the store knows of a record without opening it. */
export interface RecordHead {
	readonly id: string;
	readonly subject?: string | undefined;
	readonly kind?: string | undefined;
	readonly at?: string | undefined;
}

/**
 * What the server has and has not acknowledged (N3), for the sync leader. A record may wait with several revisions:
 * the leaf that lost a conflict must go up as well as the winner.
 */
export interface Ledger {
	/** Revisions to send, by id. `after` is the last id of the page before. */
	unsent(scope: Scope, page?: { after?: string; limit?: number }): Promise<RevisionRef[]>;
	/**
	 * The server has exactly these revisions. A record stops being unsent when none of its revisions waits any more;
	 * an edit made in the meantime is another revision and goes on waiting. Answers how many revisions stopped waiting.
	 */
	acknowledge(scope: Scope, revisions: readonly RevisionRef[]): Promise<number>;
	/** The server has lost these (restored, recreated): those that are leaves here wait again. Answers how many. */
	withdraw(scope: Scope, revisions: readonly RevisionRef[]): Promise<number>;
	/** All leaves of the scope, to be compared with a restored server. */
	leaves(scope: Scope, page?: { after?: string; limit?: number }): Promise<RevisionRef[]>;
	/** Records with `from` ≤ id < `to`. */
	heads(scope: Scope, from: string, to: string): Promise<RecordHead[]>;
	/** Ids of records with more than one live leaf, to be merged (N5). */
	conflicted(scope: Scope, limit?: number): Promise<string[]>;
	/**
	 * Drops records from this device only; nothing is deleted anywhere else. What is unsent stays (N2).
	 * Answers the ids that went.
	 */
	forget(scope: Scope, ids: readonly string[]): Promise<string[]>;
	/** The place in the scope's order of changes that the last write reached. */
	sequence(scope: Scope): Promise<number>;
	/**
	 * False when rows have gone that nobody took away: the browser's database lost them (docs/adr/0011).
	 * @param reached a sequence that the scope has had
	 */
	isWhole(scope: Scope, reached?: number): Promise<boolean>;
	/** Takes what is left for the whole; the sequence never goes back behind `reached`. */
	recount(scope: Scope, reached?: number): Promise<void>;
	close(): void;
}

export function openLedger(user: string): Ledger {
	const db = useDatabase(databaseName(user));
	return {
		unsent: async (scope, { after, limit } = {}) => {
			const rows = await reading(db, ['records'], () => {
				const range = db.records.where({ scope, unsent: 1 });
				const rest = after === undefined ? range : range.filter((row) => row.id > after);
				return limit === undefined ? rest.toArray() : rest.limit(limit).toArray();
			});
			return rows.flatMap(({ id, waiting = [] }) => waiting.map((rev) => ({ id, rev })));
		},
		acknowledge: (scope, revisions) =>
			changeWaiting(db, scope, revisions, (row, revs) => row.waiting?.filter((rev) => !revs.has(rev)) ?? []),
		withdraw: (scope, revisions) =>
			changeWaiting(db, scope, revisions, (row, revs) =>
				onlyLeaves([...(row.waiting ?? []), ...revs], readTree(row))
			),
		leaves: async (scope, { after, limit } = {}) => {
			const rows = await reading(db, ['records'], () => {
				const range = db.records
					.where('[scope+id]')
					.between([scope, after ?? Dexie.minKey], [scope, Dexie.maxKey], false, true);
				return limit === undefined ? range.toArray() : range.limit(limit).toArray();
			});
			return rows.flatMap((row) => collectLeaves(readTree(row)).map(({ rev }) => ({ id: row.id, rev })));
		},
		heads: async (scope, from, to) => {
			const rows = await reading(db, ['records'], () =>
				db.records.where('[scope+id]').between([scope, from], [scope, to], true, false).toArray()
			);
			return rows.map(({ id, subject, kind, at }) => ({
				id,
				subject: subject === undefined ? undefined : unpackId(subject),
				kind,
				at: at === undefined ? undefined : unpackTime(at)
			}));
		},
		conflicted: async (scope, limit = 100) => {
			const keys = await reading(db, ['records'], () =>
				db.records.where({ scope, conflicted: 1 }).limit(limit).primaryKeys()
			);
			return keys.map(([, id]) => id);
		},
		forget: (scope, ids) => forget(db, scope, ids),
		sequence: async (scope) => (await reading(db, ['scopes'], () => scopeRow(db, scope))).seq,
		isWhole: (scope, reached) => isWhole(db, scope, reached),
		recount: (scope, reached) => recount(db, scope, reached),
		close: () => releaseDatabase(db)
	};
}

/** Rewrites the waiting revisions of the named records; answers how many revisions that added or removed. */
function changeWaiting(
	db: DeviceDatabase,
	scope: Scope,
	revisions: readonly RevisionRef[],
	change: (row: RecordRow, revs: ReadonlySet<string>) => string[]
): Promise<number> {
	const byId = new Map<string, Set<string>>();
	for (const { id, rev } of revisions) byId.set(id, (byId.get(id) ?? new Set()).add(rev));
	if (!byId.size) return Promise.resolve(0);
	return writing(db, 'relaxed', async () => {
		const rows = await db.records.bulkGet([...byId.keys()].map((id): [Scope, string] => [scope, id]));
		const changed: RecordRow[] = [];
		let count = 0;
		for (const row of rows) {
			if (!row) continue;
			const waiting = change(row, byId.get(row.id) as Set<string>);
			const difference = Math.abs(waiting.length - (row.waiting?.length ?? 0));
			if (!difference) continue;
			count += difference;
			changed.push(withWaiting(row, waiting));
		}
		if (changed.length) await db.records.bulkPut(changed);
		return count;
	});
}

function forget(db: DeviceDatabase, scope: Scope, ids: readonly string[]): Promise<string[]> {
	return writing(db, 'relaxed', async () => {
		const found = await db.records.bulkGet(ids.map((id): [Scope, string] => [scope, id]));
		const rows = found.filter((row): row is RecordRow => row !== undefined && !row.unsent);
		if (!rows.length) return [];
		const counters = await scopeRow(db, scope);
		counters.count -= rows.filter((row) => !row.deleted).length;
		countRows(counters, -rows.length);
		await db.records.bulkDelete(rows.map((row): [Scope, string] => [scope, row.id]));
		await db.scopes.put(counters);
		const gone = rows.flatMap((row) => {
			const tree = readTree(row);
			if (!row.attachments && !branches(tree)) return [];
			return collectLeaves(tree).map(({ rev }) => ({ id: row.id, rev }));
		});
		await dropRevisions(db, scope, gone);
		return rows.map((row) => row.id);
	});
}
