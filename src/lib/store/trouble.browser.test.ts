import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from './contract';
import { DeviceDatabase, databaseName, writing } from './database';
import { countRecords, readRecord } from './find';
import { openStore } from './open';
import { NO_TIME } from './packing';
import { saveRecords } from './save';
import { GRID, newUser, testSealer, visit } from './scenarios';

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
