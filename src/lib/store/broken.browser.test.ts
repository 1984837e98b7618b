import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BrokenRecord, Store } from './contract';
import { DeviceDatabase, databaseName, writing } from './database';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, household, newUser, testSealer, visit } from './scenarios';

PouchDB.plugin(replication);

/* One record of several whose sealed body was damaged on the disk. */
const broken = visit();
const [home, whole] = [household(), visit()];
let user: string;
let store: Store;
let met: readonly BrokenRecord[];
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
	for (const record of [home, broken, whole]) await store.save(GRID, record);
	const db = new DeviceDatabase(databaseName(user));
	await writing(db, 'relaxed', async () => {
		const row = await db.records.get([GRID, broken._id]);
		if (!(row?.body instanceof Uint8Array)) throw new Error('not sealed');
		row.body[40] = (row.body[40] ?? 0) ^ 1;
		await db.records.put(row);
	});
	// As after an update that knows more of each type: every body is opened when the store is.
	await db.settings.delete('columns');
	db.close();
	store.close();
	store = await openStore(user, testSealer);
	met = [];
	store.watchBroken((now) => (met = now));
});
afterEach(() => store.close());

test('a store opens, and a list shows the others, with one body that does not open', async () => {
	const found = await store.find({ type: 'visit', scopes: [GRID] });
	expect(found.map(({ record }) => record._id)).toEqual([whole._id]);
	expect(await store.find({ unsent: true })).toHaveLength(2);
	expect((await store.read(GRID, home._id))?.record._id).toBe(home._id);
	expect(met).toEqual([{ scope: GRID, id: broken._id }]);
});

test('it is not deleted, still counts as unsent, and who asks for it alone is told', async () => {
	expect(await store.count({ unsent: true })).toBe(3);
	await expect(store.read(GRID, broken._id)).rejects.toMatchObject({ name: 'SealBrokenError' });
});

test('N2: it holds nothing up: the others go up, and it stays unsent', async () => {
	const [here, there] = [openScope(user, GRID), openScope(newUser(), GRID, testSealer)];
	const result = await PouchDB.replicate(here, there);
	expect(result).toMatchObject({ ok: true, docs_written: 2 });
	const { rows } = await there.allDocs();
	expect(rows.map(({ id }) => id)).toEqual([home._id, whole._id]);
	expect(await store.count({ unsent: true })).toBe(3);
	await Promise.all([here.close(), there.close()]);
});
