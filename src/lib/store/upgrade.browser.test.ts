import { Dexie } from 'dexie';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import version1 from '../../../tests/fixtures/device-version-1.json';
import version2 from '../../../tests/fixtures/device-version-2.json';
import type { Store } from './contract';
import { DeviceDatabase, databaseName } from './database';
import { openLedger, type Ledger, type RevisionRef } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, OTHER_GRID, newUser, testSealer } from './scenarios';
import { faultsOf } from './soundness';

PouchDB.plugin(replication);

/*
 * Phones that were last opened with an older app: their tables as it wrote them, read out and kept (tests/fixtures).
 * Households and visits, sent and unsent, one in conflict, one deleted, one voided. Schema 1 has them plain and with
 * text columns. Schema 2 is the same phone later: sealed with `testSealer`, short columns, a draft, a photo on its way.
 */
interface Phone {
	readonly version: number;
	readonly stores: Record<string, string>;
	readonly tables: Record<string, readonly unknown[]>;
}
const PHONES: Phone[] = [version1, { ...version2, tables: restored(version2.tables) as Phone['tables'] }];

/** JSON knows neither bytes nor `-Infinity`. */
function restored(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(restored);
	if (typeof value !== 'object' || value === null) return value;
	if ('$number' in value) return Number(value.$number);
	if ('$bytes' in value)
		return Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0));
	return Object.fromEntries(Object.entries(value).map(([key, kept]) => [key, restored(kept)]));
}

const before = version1.tables.records;
const waiting = (scope: string): RevisionRef[] =>
	before
		.filter((row) => row.scope === scope)
		.flatMap(({ id, ...row }) => ('waiting' in row ? (row.waiting ?? []).map((rev) => ({ id, rev })) : []));

describe.each(PHONES)('a phone of schema $version', ({ version, stores, tables }) => {
	let user: string;
	let store: Store;
	let ledger: Ledger;
	let older: Dexie;
	beforeEach(async () => {
		user = newUser();
		older = new Dexie(databaseName(user));
		older.version(version).stores(stores);
		for (const [name, rows] of Object.entries(tables)) await older.table(name).bulkPut(rows);
		// The older app may still stand open in another tab: it must give way, not block.
		store = await openStore(user, testSealer);
		ledger = openLedger(user);
	});
	afterEach(() => {
		store.close();
		ledger.close();
		older.close();
	});

	test('N2: what was unsent is unsent, revision by revision', async () => {
		expect(waiting(GRID)).toHaveLength(8);
		for (const scope of [GRID, OTHER_GRID]) expect(await ledger.unsent(scope)).toEqual(waiting(scope));
		expect(await store.count({ unsent: true })).toBe(before.filter((row) => 'unsent' in row).length);
	});

	test('N1: every record opens, whole, and everything agrees with everything else', async () => {
		const db = new DeviceDatabase(databaseName(user));
		for (const scope of [GRID, OTHER_GRID]) expect(await faultsOf(db, scope)).toEqual([]);
		for (const { scope, id, rev, deleted, body } of before) {
			const found = await store.read(scope, id);
			if (deleted) expect(found).toBeUndefined();
			else expect(found?.record).toEqual({ _id: id, _rev: rev, ...body });
		}
		const kept = ({ scope, id, seq, rev, tree }: (typeof before)[number]) => ({ scope, id, seq, rev, tree });
		expect(
			(await db.records.toArray()).map((row) => kept(row as unknown as (typeof before)[number]))
		).toEqual(before.map(kept));
		expect(await db.scopes.toArray()).toEqual(tables.scopes);
		expect(await db.locals.toArray()).toEqual(tables.locals);
		expect(await store.readSetting('device')).toBe('01JQ0000000000000000000000');
		// What schema 1 did not have yet.
		expect(await db.drafts.toArray()).toEqual(tables.drafts ?? []);
		expect(await db.photos.toArray()).toEqual(tables.photos ?? []);
		db.close();
	});

	test('lists find by subject and time what they found before', async () => {
		const visits = before.filter((row) => row.type === 'visit' && row.scope === GRID);
		for (const subject of new Set(visits.map((row) => row.subject))) {
			const found = await store.find({ type: 'visit', scopes: [GRID], subject });
			expect(found.map(({ record }) => record._id)).toEqual(
				visits.filter((row) => row.subject === subject).map((row) => row.id)
			);
		}
		const times = visits.map((row) => row.at ?? '').sort();
		expect(await store.count({ type: 'visit', scopes: [GRID], from: times[2], to: times[4] })).toBe(2);
	});

	test('what was unsent goes up', async () => {
		const [here, there] = [openScope(user, GRID), openScope(newUser(), GRID, testSealer)];
		await PouchDB.replicate(here, there);
		for (const { id, rev } of waiting(GRID))
			expect(await there.get(id, { rev } as never)).toMatchObject({ _id: id, _rev: rev });
		expect(await ledger.acknowledge(GRID, waiting(GRID))).toBe(8);
		expect(await ledger.unsent(GRID)).toEqual([]);
		await Promise.all([here.close(), there.close()]);
	});

	test('its indexes are those of a new phone', async () => {
		const other = newUser();
		(await openStore(other, testSealer)).close();
		const indexesOf = async (name: string) => {
			const db = await new Dexie(databaseName(name)).open();
			const indexes = db.tables.map(({ schema }) => [
				schema.name,
				schema.indexes.map(({ src }) => src).sort()
			]);
			db.close();
			return indexes;
		};
		expect(await indexesOf(user)).toEqual(await indexesOf(other));
	});
});
