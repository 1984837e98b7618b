import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { databaseName } from './database';
import { openStore } from './open';
import { openReader, type Reader } from './reader';
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
	for (const query of [{ type: 'household' }, { type: 'visit', newestFirst: true }]) {
		const asked = vi.spyOn(reader, 'find');
		expect(await store.find(query)).toEqual(await here.find(query));
		expect(asked).toHaveBeenCalledTimes(1);
		asked.mockRestore();
	}
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
