import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Household } from '../people/people';
import type { Store } from './contract';
import { openLedger, type Ledger } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, OTHER_GRID, household, newUser, testSealer, visit } from './scenarios';

let user: string;
let store: Store;
let ledger: Ledger;
let scope: PouchDB.Database;
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
	ledger = openLedger(user);
	scope = openScope(user, GRID);
});
afterEach(async () => {
	store.close();
	ledger.close();
	await scope.close();
});

/** As replication writes it: this revision with this history, newest first. */
const arrive = (record: object, revs: string[], deleted = false) =>
	scope.bulkDocs(
		[
			{
				...record,
				_rev: revs[0],
				_revisions: { start: revs.length, ids: revs.map((rev) => rev.slice(2)) },
				...(deleted && { _deleted: true })
			}
		],
		{ new_edits: false }
	);
const saved = async (record: Household) => {
	expect(await store.save(GRID, record)).toMatchObject({ ok: true });
	const found = await store.read<Household>(GRID, record._id);
	return found?.record._rev as string;
};
const receipt = async (id: string) => (await store.read(GRID, id))?.receipt;

describe('N3: a record stops being unsent when the server has acknowledged exactly that revision', () => {
	test('saved, listed, acknowledged', async () => {
		const record = visit();
		await store.save(GRID, record);
		const [ref] = await ledger.unsent(GRID);
		if (!ref) throw new Error('nothing unsent');
		expect(ref.id).toBe(record._id);
		expect(await ledger.acknowledge(GRID, [{ id: record._id, rev: '1-other' }])).toBe(0);
		expect(await receipt(record._id)).toBe('local');
		expect(await ledger.acknowledge(GRID, [ref])).toBe(1);
		expect(await receipt(record._id)).toBe('onServer');
		expect(await ledger.unsent(GRID)).toEqual([]);
		expect(await store.count({ unsent: true })).toBe(0);
	});

	test('an edit between sending and acknowledging goes on waiting', async () => {
		const record = household();
		const first = await saved(record);
		const second = await saved({ ...record, _rev: first, tenure: 'tenant' });
		expect(await ledger.unsent(GRID)).toEqual([{ id: record._id, rev: second }]);
		expect(await ledger.acknowledge(GRID, [{ id: record._id, rev: first }])).toBe(0);
		expect(await receipt(record._id)).toBe('local');
	});

	test('replicated records are on the server, and an edit of one is not', async () => {
		const record = household();
		await arrive(record, ['1-aaa']);
		expect(await receipt(record._id)).toBe('onServer');
		const rev = await saved({ ...record, _rev: '1-aaa', tenure: 'tenant' });
		expect(await ledger.unsent(GRID)).toEqual([{ id: record._id, rev }]);
	});

	test('a newer winner from the server leaves the unsent local leaf unsent', async () => {
		const record = household();
		await arrive(record, ['1-aaa']);
		const mine = await saved({ ...record, _rev: '1-aaa', tenure: 'tenant' });
		await arrive({ ...record, tenure: 'floating' }, ['3-ccc', '2-bbb', '1-aaa']);
		const found = await store.read<Household>(GRID, record._id);
		expect(found?.record).toMatchObject({ _rev: '3-ccc', tenure: 'floating' });
		expect(found?.receipt).toBe('local');
		expect(await ledger.unsent(GRID)).toEqual([{ id: record._id, rev: mine }]);
		expect(await ledger.conflicted(GRID)).toEqual([record._id]);
		expect(await scope.get(record._id, { rev: mine })).toMatchObject({ tenure: 'tenant' });
		await ledger.acknowledge(GRID, [{ id: record._id, rev: mine }]);
		expect(await receipt(record._id)).toBe('onServer');
	});

	test("a server's revision that descends from the local one proves that it arrived", async () => {
		const record = household();
		const mine = await saved(record);
		await arrive({ ...record, tenure: 'tenant' }, ['2-bbb', mine]);
		expect(await ledger.unsent(GRID)).toEqual([]);
	});

	test('an edit on top of the winner does not hide a losing leaf that still waits', async () => {
		const record = household();
		await arrive(record, ['1-aaa']);
		const loser = await saved({ ...record, _rev: '1-aaa', tenure: 'tenant' });
		await arrive({ ...record, tenure: 'floating' }, ['3-ccc', '2-bbb', '1-aaa']);
		const winner = await saved({ ...record, _rev: '3-ccc', tenure: 'registeredAbsent' });
		const waiting = (await ledger.unsent(GRID)).map(({ rev }) => rev);
		expect(waiting.sort()).toEqual([loser, winner].sort());
		await ledger.acknowledge(GRID, [{ id: record._id, rev: winner }]);
		expect(await receipt(record._id)).toBe('local');
	});

	test('a restored server is sent again what it lost', async () => {
		const record = visit();
		await store.save(GRID, record);
		const refs = await ledger.unsent(GRID);
		await ledger.acknowledge(GRID, refs);
		expect(await ledger.leaves(GRID)).toEqual(refs);
		expect(await ledger.withdraw(GRID, [...refs, { id: record._id, rev: '1-unknown' }])).toBe(1);
		expect(await ledger.unsent(GRID)).toEqual(refs);
	});
});

describe('N2: nothing unsent can be deleted', () => {
	test('forget drops what was sent and keeps what was not', async () => {
		const [sent, kept] = [visit(), visit()];
		await store.save(GRID, sent);
		await ledger.acknowledge(GRID, await ledger.unsent(GRID));
		await store.save(GRID, kept);
		expect(await ledger.forget(GRID, [sent._id, kept._id])).toEqual([sent._id]);
		expect((await scope.info()).doc_count).toBe(1);
		expect(await store.read(GRID, sent._id)).toBeUndefined();
		expect(await receipt(kept._id)).toBe('local');
	});

	test('a scope is destroyed only when all of it was sent', async () => {
		await store.save(GRID, visit());
		await expect(scope.destroy()).rejects.toMatchObject({ status: 403 });
		expect(await store.count({ type: 'visit' })).toBe(1);
		await ledger.acknowledge(GRID, await ledger.unsent(GRID));
		await store.save(OTHER_GRID, visit());
		await scope.destroy();
		expect(await store.count({ type: 'visit' })).toBe(1);
		expect(await store.count({ type: 'visit', scopes: [OTHER_GRID] })).toBe(1);
		scope = openScope(user, GRID);
		expect(await scope.info()).toMatchObject({ doc_count: 0, update_seq: 0 });
	});

	test('a purge of an unsent leaf is refused', async () => {
		const record = visit();
		await store.save(GRID, record);
		const [ref] = await ledger.unsent(GRID);
		const purging = scope as unknown as { purge(id: string, rev: string): Promise<unknown> };
		await expect(purging.purge(record._id, ref?.rev ?? '')).rejects.toMatchObject({ status: 403 });
		expect(await receipt(record._id)).toBe('local');
	});
});

test('unsent and leaves come in pages', async () => {
	const records = [visit(), visit(), visit()].sort((a, b) => (a._id < b._id ? -1 : 1));
	await store.saveAll(GRID, records);
	const first = await ledger.unsent(GRID, { limit: 2 });
	const rest = await ledger.unsent(GRID, { after: first[1]?.id, limit: 2 });
	expect([...first, ...rest].map(({ id }) => id)).toEqual(records.map(({ _id }) => _id));
	expect(await ledger.leaves(GRID, { after: first[0]?.id, limit: 1 })).toEqual([first[1]]);
});
