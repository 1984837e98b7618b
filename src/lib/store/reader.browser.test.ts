import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { databaseName } from './database';
import { openLedger } from './ledger';
import { openStore } from './open';
import { openReader, prepareReader, type Reader } from './reader';
import { GRID, household, newUser, OTHER_GRID, testKey, testSealer, visit } from './scenarios';
import type { Store, Stored } from './contract';

let user: string;
let reader: Reader;
let store: Store;
beforeEach(async () => {
	user = newUser();
	reader = openReader(databaseName(user), await testKey);
	store = await openStore(user, testSealer, reader);
});
afterEach(() => store.close());

test('a list that the worker read is the list that the page reads', async () => {
	await store.saveAll(GRID, [household(), household()]);
	for (const note of ['一', '二', '三']) await store.save(GRID, visit({ note }));
	const here = await openStore(user, testSealer);
	const visits = { type: 'visit', newestFirst: true };
	for (const query of [{ type: 'household' }, visits, { ...visits, without: ['answers'] }]) {
		const asked = vi.spyOn(reader, 'find');
		expect(await store.find(query)).toEqual(await here.find(query));
		expect(asked).toHaveBeenCalledTimes(1);
		asked.mockRestore();
	}
	const [whole, head] = await Promise.all([
		store.find(visits),
		here.find({ ...visits, without: ['answers'] })
	]);
	expect(whole[0]?.record).toHaveProperty('answers');
	expect(head[0]?.record).not.toHaveProperty('answers');
	expect(head[0]?.record).toHaveProperty('note', '三');
	here.close();
});

test('N3: a watched list follows what is added, changed and voided elsewhere', async () => {
	const home = household();
	const seen: Stored[][] = [];
	const watch = store.watch(
		(s) => s.find({ type: 'household' }),
		(found) => seen.push(found),
		console.error
	);
	await vi.waitFor(() => expect(seen.at(-1)).toEqual([]), 10_000);
	const other = await openStore(user, testSealer);
	await other.save(GRID, home);
	await vi.waitFor(
		() => expect(seen.at(-1)).toMatchObject([{ record: { _id: home._id }, receipt: 'local' }]),
		10_000
	);
	const [stored] = await other.find({ type: 'household' });
	await other.save(GRID, { ...home, ...stored?.record, note: '另一处写的' } as typeof home);
	await vi.waitFor(() => expect(seen.at(-1)).toMatchObject([{ record: { note: '另一处写的' } }]), 10_000);
	const before = seen.length;
	await other.save(GRID, visit());
	const [again] = await other.find({ type: 'household' });
	await other.save(GRID, { ...again?.record, voided: true } as unknown as typeof home);
	await vi.waitFor(() => expect(seen.at(-1)).toEqual([]), 10_000);
	expect(seen.length).toBe(before + 1);
	watch.stop();
	other.close();
});

test('a worker that is gone leaves the page to read for itself', async () => {
	await store.save(GRID, visit());
	reader.close();
	expect(await store.find({ type: 'visit' })).toHaveLength(1);
});

test('a list over all scopes follows a scope that was not there; what is written in other types wakes nobody', async () => {
	const asked = vi.spyOn(reader, 'find');
	const seen: Stored[][] = [];
	const watch = store.watch(
		(s) => s.find({ type: 'household' }),
		(found) => seen.push(found),
		console.error
	);
	await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000);
	await store.save(OTHER_GRID, household());
	await vi.waitFor(() => expect(seen.at(-1)).toHaveLength(1), 10_000);
	await store.save(GRID, household());
	await vi.waitFor(() => expect(seen.at(-1)).toHaveLength(2), 10_000);
	const before = asked.mock.calls.length;
	for (const scope of [GRID, OTHER_GRID]) await store.save(scope, visit());
	await store.save(GRID, household());
	await vi.waitFor(() => expect(seen.at(-1)).toHaveLength(3), 10_000);
	expect(asked).toHaveBeenCalledTimes(before + 1);
	watch.stop();
});

test('a watched list is followed also when the worker is gone', async () => {
	reader.close();
	const seen: Stored[][] = [];
	const watch = store.watch(
		(s) => s.find({ type: 'visit' }),
		(found) => seen.push(found),
		console.error
	);
	await vi.waitFor(() => expect(seen).toHaveLength(1), 10_000);
	await store.save(GRID, visit());
	await vi.waitFor(() => expect(seen.at(-1)).toHaveLength(1), 10_000);
	watch.stop();
});

const HOMES = { type: 'household' };

/** Another phone's screen: its worker read the households before there was a key. */
async function unlockedLater(meanwhile: () => Promise<unknown>): Promise<Store> {
	prepareReader(databaseName(user), [HOMES]);
	// Long enough for the worker to have read them.
	await new Promise((resolve) => setTimeout(resolve, 500));
	await meanwhile();
	return openStore(user, testSealer, openReader(databaseName(user), await testKey, [HOMES]));
}

test('N3: what was read while the PIN was typed is shown only when nothing was written since', async () => {
	const [home, later] = [household(), household()];
	await store.save(GRID, home);
	const same = await unlockedLater(noWrite);
	expect(await same.find(HOMES)).toEqual(await store.find(HOMES));
	same.close();

	const written = await unlockedLater(() => store.save(GRID, later));
	expect(await written.find(HOMES)).toHaveLength(2);
	written.close();

	const ledger = openLedger(user);
	const sent = await unlockedLater(async () => ledger.acknowledge(GRID, await ledger.unsent(GRID)));
	expect((await sent.find(HOMES)).map(({ receipt }) => receipt)).toEqual(['onServer', 'onServer']);
	sent.close();
});

test('N3: what was opened before a screen asked for it is not shown once something has been written', async () => {
	await store.save(GRID, household());
	const [own, other] = await Promise.all([unlockedLater(noWrite), unlockedLater(noWrite)]);
	await own.save(GRID, household());
	expect(await own.find(HOMES)).toHaveLength(2);
	await vi.waitFor(async () => expect(await other.find(HOMES)).toHaveLength(2));
	own.close();
	other.close();
});

const noWrite = () => Promise.resolve();
