import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from './contract';
import { DeviceDatabase, databaseName, releaseDatabase, useDatabase, writing } from './database';
import { countRecords, readRecord } from './find';
import { openStore } from './open';
import { NO_TIME } from './packing';
import { saveRecords } from './save';
import { GRID, household, newUser, testSealer, visit } from './scenarios';

let user: string;
let store: Store;
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
});
afterEach(() => store.close());

/** A megabyte that the disk cannot make smaller. */
function bulky() {
	const bytes = Array.from({ length: 16 }, () => crypto.getRandomValues(new Uint8Array(64_000)));
	const letters = (part: Uint8Array) => String.fromCharCode(...part.map((byte) => 64 + (byte & 63)));
	return visit({ answers: { text: bytes.map(letters).join('') } });
}

/** Chromium's storage buckets: an IndexedDB with a quota of its own. */
interface Buckets {
	open(
		name: string,
		options: { quota: number }
	): Promise<{ indexedDB: IDBFactory; getDirectory(): Promise<FileSystemDirectoryHandle> }>;
	delete(name: string): Promise<void>;
}
const buckets = (navigator as unknown as { storageBuckets: Buckets }).storageBuckets;

test('N1: a full disk is told, leaves nothing half-written, and saving works when there is space again', async () => {
	const bucket = await buckets.open(user, { quota: 6_000_000 });
	const place = { indexedDB: bucket.indexedDB, IDBKeyRange };
	const files = await bucket.getDirectory();
	const ballast = await (await files.getFileHandle('ballast', { create: true })).createWritable();
	await ballast.write(new Uint8Array(2_000_000));
	await ballast.close();
	const db = new DeviceDatabase('small', place);
	db.sealing = testSealer;
	const count = () => countRecords(db, { type: 'visit' });

	const before = visit({ note: 'before' });
	expect(await saveRecords(db, GRID, [before])).toMatchObject({ ok: true });
	let result = await saveRecords(db, GRID, [bulky()]);
	while (result.ok && (await count()) < 20) result = await saveRecords(db, GRID, [bulky()]);
	expect(result).toEqual({ ok: false, reason: 'full', problems: [] });

	const stored = await count();
	expect(await saveRecords(db, GRID, [visit(), bulky(), bulky()])).toMatchObject({
		ok: false,
		reason: 'full'
	});
	expect(await count()).toBe(stored);
	expect(await countRecords(db, { unsent: true })).toBe(stored);
	expect((await db.scopes.get(GRID))?.count).toBe(stored);
	expect((await readRecord(db, GRID, before._id))?.record).toMatchObject({ note: 'before' });

	await files.removeEntry('ballast');
	await vi.waitFor(
		async () => expect(await saveRecords(db, GRID, [bulky()])).toMatchObject({ ok: true }),
		20_000
	);
	expect(await count()).toBe(stored + 1);
	db.close();
	await buckets.delete(user);
});

test('records that an older app stored without columns are found by them', async () => {
	const record = visit();
	await store.save(GRID, record);
	const db = new DeviceDatabase(databaseName(user));
	await writing(db, 'relaxed', async () => {
		const row = await db.records.get([GRID, record._id]);
		if (!row) throw new Error('not stored');
		const { subject: _subject, place: _place, kind: _kind, ...older } = row;
		await db.records.put({ ...older, at: NO_TIME });
	});
	await db.settings.put({ key: 'columns', value: ['household@1'] });
	db.close();
	expect(await store.find({ type: 'visit', subject: record.subject })).toEqual([]);
	store.close();
	store = await openStore(user, testSealer);
	const found = await store.find({ type: 'visit', subject: record.subject, from: record.startedAt });
	expect(found).toMatchObject([{ record, receipt: 'local' }]);
});

/** What a sleeping iPhone does to a page: the connection is gone, and only the next request notices. */
function takeConnection(when: 'before' | 'within') {
	const { transaction } = IDBDatabase.prototype;
	const { put } = IDBObjectStore.prototype;
	const gone = () => new DOMException('The database connection is closing', 'InvalidStateError');
	if (when === 'before')
		IDBDatabase.prototype.transaction = function () {
			IDBDatabase.prototype.transaction = transaction;
			throw gone();
		};
	else
		IDBObjectStore.prototype.put = function () {
			IDBObjectStore.prototype.put = put;
			throw gone();
		};
}

for (const when of ['before', 'within'] as const)
	test(`N1: a connection that is lost ${when} the transaction is opened again, and the save is saved`, async () => {
		const record = visit();
		takeConnection(when);
		expect(await store.save(GRID, record)).toEqual({ ok: true, ids: [record._id] });
		expect(await store.count({ unsent: true })).toBe(1);
	});

test('an edit whose answer was lost may be asked for again', async () => {
	const record = household();
	await store.save(GRID, record);
	const read = (await store.read(GRID, record._id))?.record;
	const edit = { ...record, _rev: read?._rev, tenure: 'tenant' } as typeof record;
	for (let i = 0; i < 2; i++) expect(await store.save(GRID, edit)).toMatchObject({ ok: true });
	expect((await store.read(GRID, record._id))?.record._rev).toMatch(/^2-/);
});

test('a closed connection does not stop reads, saves or live queries', async () => {
	const counts: number[] = [];
	store.watch(
		(s) => s.count({ type: 'visit' }),
		(count) => counts.push(count),
		(error) => expect.unreachable(String(error))
	);
	await store.save(GRID, visit());
	await vi.waitFor(() => expect(counts.at(-1)).toBe(1));
	const shared = useDatabase(databaseName(user));
	shared.backendDB().close();
	expect(await store.count({ type: 'visit' })).toBe(1);
	shared.backendDB().close();
	expect(await store.save(GRID, visit())).toMatchObject({ ok: true });
	await vi.waitFor(() => expect(counts.at(-1)).toBe(2));
	releaseDatabase(shared);
});

test('another tab with a newer app upgrades: this one gives way and goes on', async () => {
	await store.save(GRID, visit());
	const newer = new DeviceDatabase(databaseName(user));
	newer.version(99).stores({ ofTomorrow: 'id' });
	await newer.open();
	expect(await newer.records.count()).toBe(1);
	newer.close();
	expect(await store.count({ type: 'visit' })).toBe(1);
	expect(await store.save(GRID, visit())).toMatchObject({ ok: true });
});
