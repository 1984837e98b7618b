import { Dexie } from 'dexie';
import type { Scope } from '../org/scopes';
import { reading, writing, type DeviceDatabase } from './database';
import { scopeRow } from './scope-row';

/*
 * A browser's database that was killed can come back without some of what it had committed (docs/adr/0011). What says
 * "everything up to here is stored" would then be believed for ever: nothing would fetch again what has gone. So a
 * scope counts its rows, and every such word carries the scope's sequence at the time it was said.
 */

/** Reads a few keys and the number of rows, no row. */
export async function isWhole(db: DeviceDatabase, scope: Scope, reached = 0): Promise<boolean> {
	const { counters, stored, claimed } = await reading(db, ['records', 'locals', 'scopes'], async () => ({
		counters: await scopeRow(db, scope),
		stored: await rowsOf(db, scope).count(),
		claimed: await reach(db, scope, reached)
	}));
	if (claimed > counters.seq) return false;
	if (counters.rows === undefined) await countFirst(db, scope);
	return counters.rows === undefined || counters.rows === stored;
}

/** What an older app stored was never counted. */
const countFirst = (db: DeviceDatabase, scope: Scope) =>
	writing(
		db,
		'relaxed',
		async () => {
			const counters = await scopeRow(db, scope);
			await db.scopes.put({ ...counters, rows: await rowsOf(db, scope).count() });
		},
		['records', 'scopes']
	);

/** Takes what is left for the whole. */
export function recount(db: DeviceDatabase, scope: Scope, reached = 0): Promise<void> {
	return writing(
		db,
		'relaxed',
		async () => {
			const counters = await scopeRow(db, scope);
			counters.rows = await rowsOf(db, scope).count();
			counters.count = await rowsOf(db, scope)
				.filter((row) => !row.deleted)
				.count();
			// A sequence that went back would be given out twice.
			counters.seq = Math.max(counters.seq, await reach(db, scope, reached));
			await db.scopes.put(counters);
		},
		['records', 'locals', 'scopes']
	);
}

const rowsOf = (db: DeviceDatabase, scope: Scope) =>
	db.records.where('[scope+id]').between([scope, Dexie.minKey], [scope, Dexie.maxKey]);

/** The furthest sequence that anything of this scope speaks of, but for its own counters. */
async function reach(db: DeviceDatabase, scope: Scope, reached: number): Promise<number> {
	const newest = db.records
		.where('[scope+seq]')
		.between([scope, Dexie.minKey], [scope, Dexie.maxKey])
		.reverse();
	const [keys, checkpoints] = await Promise.all([
		newest.limit(1).keys() as unknown as Promise<[Scope, number][]>,
		db.locals.where('[scope+id]').between([scope, Dexie.minKey], [scope, Dexie.maxKey]).toArray()
	]);
	return Math.max(reached, keys[0]?.[1] ?? 0, ...checkpoints.map(({ seq = 0 }) => seq));
}
