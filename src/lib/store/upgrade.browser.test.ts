import { Dexie } from 'dexie';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterEach, beforeEach, expect, test } from 'vitest';
import version1 from '../../../tests/fixtures/device-version-1.json';
import type { Store } from './contract';
import { DeviceDatabase, databaseName } from './database';
import { openLedger, type Ledger, type RevisionRef } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, OTHER_GRID, newUser, testSealer } from './scenarios';
import { faultsOf } from './soundness';

PouchDB.plugin(replication);

/*
 * A phone that was last opened with the app of schema 1, plain and with text columns: its tables as that app wrote
 * them, read out and kept (tests/fixtures). Households and visits, sent and unsent, one in conflict, one deleted, one
 * voided.
 */
const before = version1.tables.records;
const waiting = (scope: string): RevisionRef[] =>
	before
		.filter((row) => row.scope === scope)
		.flatMap(({ id, ...row }) => ('waiting' in row ? (row.waiting ?? []).map((rev) => ({ id, rev })) : []));

let user: string;
let store: Store;
let ledger: Ledger;
let older: Dexie;
beforeEach(async () => {
	user = newUser();
	older = new Dexie(databaseName(user));
	older.version(version1.version).stores(version1.stores);
	for (const [name, rows] of Object.entries(version1.tables)) await older.table(name).bulkPut(rows);
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
	expect((await db.records.toArray()).map((row) => kept(row as unknown as (typeof before)[number]))).toEqual(
		before.map(kept)
	);
	expect(await db.scopes.toArray()).toEqual(version1.tables.scopes);
	expect(await db.locals.toArray()).toEqual(version1.tables.locals);
	expect(await store.readSetting('device')).toBe('01JQ0000000000000000000000');
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
