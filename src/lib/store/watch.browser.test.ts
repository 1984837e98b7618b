import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Household } from '../people/people';
import type { Query, Store, Subscription } from './contract';
import { databaseName } from './database';
import { openLedger } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, OTHER_GRID, household, newUser, testSealer, visit } from './scenarios';

let user: string;
let store: Store;
let watches: Subscription[];
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
	watches = [];
});
afterEach(() => {
	for (const watch of watches) watch.stop();
	store.close();
});

/** Values that a watch has delivered, and a way to wait until it has said something. */
function watched<T>(read: (store: Store) => Promise<T>) {
	const values: T[] = [];
	const failures: unknown[] = [];
	watches.push(
		store.watch(
			read,
			(value) => values.push(value),
			(error) => failures.push(error)
		)
	);
	return {
		values,
		failures,
		until: (value: T) => vi.waitFor(() => expect(values.at(-1)).toEqual(value), { timeout: 5000 })
	};
}
const counting = (query: Query) => watched((s) => s.count(query));

/** Long enough for a wrong wake-up to arrive: a later change of the same store has been delivered. */
async function settled() {
	const marker = watched((s) => s.readSetting<number>('marker'));
	const next = Math.random();
	await store.writeSetting('marker', next);
	await marker.until(next);
}

test('says what is there, then what was added', async () => {
	const visits = counting({ type: 'visit' });
	await visits.until(0);
	await store.save(GRID, visit());
	await visits.until(1);
	expect(visits.values).toEqual([0, 1]);
});

test('wakes when the receipt of a record changes', async () => {
	const record = visit();
	await store.save(GRID, record);
	const receipts = watched(async (s) => (await s.find({ type: 'visit' })).map(({ receipt }) => receipt));
	await receipts.until(['local']);
	const ledger = openLedger(user);
	await ledger.acknowledge(GRID, await ledger.unsent(GRID));
	await receipts.until(['onServer']);
	ledger.close();
});

test('sleeps while something else changes, also when a thousand rows come at once', async () => {
	const subject = household()._id;
	await store.save(GRID, visit({ subject }));
	const lists = watched((s) => s.find({ type: 'visit', subject }));
	await vi.waitFor(() => expect(lists.values).toHaveLength(1));
	await store.save(GRID, visit());
	await store.save(OTHER_GRID, household());
	const scope = openScope(user, OTHER_GRID);
	await scope.bulkDocs(
		Array.from({ length: 1000 }, () => ({ ...household(), _rev: '1-abc' })),
		{ new_edits: false }
	);
	await settled();
	expect(lists.values).toHaveLength(1);
	await store.save(GRID, visit({ subject }));
	await vi.waitFor(() => expect(lists.values.at(-1)).toHaveLength(2));
	expect(lists.values).toHaveLength(2);
	await scope.close();
});

test('wakes for a page of replicated records', async () => {
	const homes = counting({ type: 'household' });
	await homes.until(0);
	const scope = openScope(user, GRID);
	await scope.bulkDocs(
		Array.from({ length: 100 }, () => ({ ...household(), _rev: '1-abc' })),
		{ new_edits: false }
	);
	await homes.until(100);
	await scope.close();
});

test('notices what was read after waiting for something that is not the store', async () => {
	const record = household();
	await store.save(GRID, record);
	const both = watched(async (s) => {
		const first = await s.read<Household>(GRID, record._id);
		await fetch('data:,elsewhere');
		return [first?.record.tenure, await s.count({ type: 'visit' })];
	});
	await both.until(['owner', 0]);
	await store.save(GRID, visit());
	await both.until(['owner', 1]);
});

test('tells a failure of the read, and goes on after it', async () => {
	let broken = true;
	const counts = watched(async (s) => {
		const count = await s.count({ type: 'visit' });
		if (broken) throw new Error('broken reader');
		return count;
	});
	await vi.waitFor(() => expect(counts.failures).toHaveLength(1));
	broken = false;
	await store.save(GRID, visit());
	await counts.until(1);
});

test('a watched read cannot write', async () => {
	const tried = watched((s) => s.save(GRID, visit()));
	await vi.waitFor(() => expect(tried.failures).toHaveLength(1));
	expect(await store.count({ type: 'visit' })).toBe(0);
});

test('says nothing after stop', async () => {
	const visits = counting({ type: 'visit' });
	await visits.until(0);
	watches.forEach((watch) => watch.stop());
	await store.save(GRID, visit());
	await settled();
	expect(visits.values).toEqual([0]);
});

/** What another tab's upgrade does to this one: everybody is asked to close. */
async function forceClose() {
	const raw = indexedDB.open(databaseName(user), 1000 + Math.ceil(Math.random() * 1e6));
	await new Promise<void>((resolve, reject) => {
		raw.onsuccess = () => resolve();
		raw.onerror = () => reject(raw.error);
	});
	raw.result.close();
}

test('goes on after the browser closed the database', async () => {
	const visits = counting({ type: 'visit' });
	await visits.until(0);
	await forceClose();
	expect(await store.save(GRID, visit())).toMatchObject({ ok: true });
	await visits.until(1);
	await store.save(GRID, visit());
	await visits.until(2);
});

test('a read that the closing cut off is done again', async () => {
	let cut = true;
	const visits = watched(async (s) => {
		if (!cut) return s.count({ type: 'visit' });
		cut = false;
		await forceClose();
		throw new Dexie.DatabaseClosedError('cut off');
	});
	await visits.until(0);
	expect(visits.failures).toEqual([]);
});
