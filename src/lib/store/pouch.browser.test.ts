import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Household } from '../people/people';
import type { Store } from './contract';
import { DeviceDatabase, databaseName } from './database';
import { openLedger } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, OTHER_GRID, household, newUser, testSealer, visit } from './scenarios';

PouchDB.plugin(replication);

let user: string;
let store: Store;
let here: PouchDB.Database;
let there: PouchDB.Database;
let open: { close(): unknown }[];
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
	here = openScope(user, GRID);
	there = openScope(newUser(), GRID, testSealer);
	open = [store, here, there];
});
afterEach(() => Promise.all(open.map((one) => one.close())));

const arrive = (db: PouchDB.Database, record: object, revs: string[], deleted = false) =>
	db.bulkDocs(
		[
			{
				...record,
				_rev: revs[0],
				_revisions: { start: parseInt(revs[0] ?? '', 10), ids: revs.map((rev) => rev.slice(2)) },
				...(deleted && { _deleted: true })
			}
		],
		{ new_edits: false }
	);

test('replicates both ways, and a second round writes nothing', async () => {
	const [mine, theirs] = [visit({ note: 'here' }), household()];
	await store.save(GRID, mine);
	await there.put({ ...theirs });
	const push = await PouchDB.replicate(here, there);
	expect(push).toMatchObject({ ok: true, docs_written: 1 });
	const pull = await PouchDB.replicate(there, here);
	expect(pull).toMatchObject({ ok: true, docs_written: 1 });
	expect(await there.get(mine._id)).toMatchObject({ note: 'here' });
	expect(await store.read(GRID, theirs._id)).toMatchObject({ receipt: 'onServer' });
	for (const again of [await PouchDB.replicate(here, there), await PouchDB.replicate(there, here)])
		expect(again).toMatchObject({ ok: true, docs_written: 0 });
});

test('what was deleted can be written again, without naming the tombstone', async () => {
	const record = household();
	const { rev } = await here.put({ ...record });
	await here.bulkDocs([{ _id: record._id, _rev: rev, _deleted: true }]);
	await here.bulkDocs([{ ...record, tenure: 'tenant' }]);
	expect(await here.get(record._id)).toMatchObject({ tenure: 'tenant', _rev: expect.stringMatching(/^3-/) });
});

test('scopes of one database do not see each other', async () => {
	const other = openScope(user, OTHER_GRID);
	open.push(other);
	const record = visit();
	await store.save(GRID, record);
	expect((await other.info()).doc_count).toBe(0);
	await expect(other.get(record._id)).rejects.toMatchObject({ status: 404 });
	await store.save(OTHER_GRID, { ...record, note: 'other grid' } as typeof record);
	expect((await here.info()).update_seq).toBe(1);
	expect(await here.get(record._id)).not.toHaveProperty('note');
	const changes = await other.changes({ include_docs: true });
	expect(changes.results.map(({ doc }) => doc)).toMatchObject([{ note: 'other grid' }]);
});

describe("conflicts keep both leaves and choose CouchDB's winner", () => {
	test('the longer history wins, then the greater hash', async () => {
		const record = household();
		await arrive(here, { ...record, tenure: 'tenant' }, ['2-aaa', '1-xxx']);
		await arrive(here, { ...record, tenure: 'floating' }, ['2-bbb', '1-xxx']);
		expect(await here.get(record._id, { conflicts: true })).toMatchObject({
			_rev: '2-bbb',
			_conflicts: ['2-aaa'],
			tenure: 'floating'
		});
		await arrive(here, { ...record, tenure: 'owner' }, ['3-000', '2-aaa', '1-xxx']);
		expect(await here.get(record._id, { conflicts: true })).toMatchObject({
			_rev: '3-000',
			_conflicts: ['2-bbb']
		});
		expect(await here.get(record._id, { rev: '2-bbb' })).toMatchObject({ tenure: 'floating' });
	});

	test('a living leaf wins over a longer deleted one, and the loser comes back when the winner goes', async () => {
		const record = household();
		await arrive(here, record, ['1-aaa']);
		await arrive(here, { ...record, tenure: 'tenant' }, ['2-bbb', '1-aaa']);
		await arrive(here, { ...record, tenure: 'floating' }, ['2-ccc', '1-aaa']);
		await arrive(here, { _id: record._id }, ['3-ddd', '2-ccc', '1-aaa'], true);
		expect((await store.read<Household>(GRID, record._id))?.record).toMatchObject({ _rev: '2-bbb' });
		expect(await store.count({ type: 'household' })).toBe(1);
		await arrive(here, { _id: record._id }, ['3-eee', '2-bbb', '1-aaa'], true);
		expect(await store.read(GRID, record._id)).toBeUndefined();
		expect(await store.count({ type: 'household' })).toBe(0);
		expect((await here.info()).doc_count).toBe(0);
	});

	test('an edit of the leaf that lost is a conflict', async () => {
		const record = household();
		await arrive(here, { ...record, tenure: 'tenant' }, ['2-aaa', '1-xxx']);
		await arrive(here, { ...record, tenure: 'floating' }, ['2-bbb', '1-xxx']);
		const late = { ...record, _rev: '2-aaa', tenure: 'owner' as const };
		expect(await store.save(GRID, late)).toMatchObject({ ok: false, reason: 'conflict' });
		expect(await store.save(GRID, { ...late, _rev: '2-bbb' })).toMatchObject({ ok: true });
	});

	test('both devices end with the same leaves and winner', async () => {
		const record = household();
		await store.save(GRID, record);
		await PouchDB.replicate(here, there);
		const read = await store.read<Household>(GRID, record._id);
		await store.save(GRID, { ...read?.record, tenure: 'tenant' } as Household);
		await there.put({
			...(await there.get(record._id)),
			tenure: 'floating'
		} as PouchDB.Core.PutDocument<object>);
		await PouchDB.replicate(here, there);
		await PouchDB.replicate(there, here);
		const leaves = async (db: PouchDB.Database) => {
			const found = await db.get(record._id, { open_revs: 'all' });
			return found.map((leaf) => ('ok' in leaf ? leaf.ok._rev : '')).sort();
		};
		expect(await leaves(here)).toHaveLength(2);
		expect(await leaves(here)).toEqual(await leaves(there));
		expect((await here.get(record._id))._rev).toBe((await there.get(record._id))._rev);
	});
});

test('a page of a first load is taken as it is, again without effect, and found by its columns', async () => {
	const records = Array.from({ length: 1000 }, () => household());
	const page = () =>
		records.map((record, i) => ({ ...record, _rev: `3-${i.toString(16).padStart(32, '0')}` }));
	await here.bulkDocs(page(), { new_edits: false });
	const info = await here.info();
	expect(info).toMatchObject({ doc_count: 1000, update_seq: 1000 });
	await here.bulkDocs(page(), { new_edits: false });
	expect(await here.info()).toEqual(info);
	expect(await store.count({ type: 'household' })).toBe(1000);
	expect(await store.count({ unsent: true })).toBe(0);
	const dwelling = records[500]?.dwelling;
	expect(await store.find({ type: 'household', place: dwelling })).toHaveLength(1);
});

test('a malformed record from elsewhere is stored, replicates on and stops no page', async () => {
	const odd = { _id: 'visit:odd', _rev: '1-a', type: 'visit', startedAt: 7, subject: { not: 'text' } };
	const newer = { _id: 'spell:1', _rev: '1-b', type: 'spell', cast: true };
	await here.bulkDocs([odd, newer, { ...visit(), _rev: '1-c' }], { new_edits: false });
	expect(await store.count({ type: 'visit' })).toBe(2);
	expect(await store.find({ type: 'spell' })).toMatchObject([{ record: { cast: true } }]);
	expect(await here.get('visit:odd')).toMatchObject({ startedAt: 7 });
});

test('what auto-compaction drops, conflicts keep', async () => {
	const record = household();
	await store.save(GRID, record);
	const first = (await here.get(record._id))._rev;
	const read = await store.read<Household>(GRID, record._id);
	await store.save(GRID, { ...read?.record, tenure: 'tenant' } as Household);
	await expect(here.get(record._id, { rev: first })).rejects.toMatchObject({ status: 404 });
	const ledger = openLedger(user);
	open.push(ledger);
	expect(await ledger.leaves(GRID)).toHaveLength(1);
});

test('revsDiff names the revisions that are not known here', async () => {
	const record = household();
	await arrive(here, record, ['2-bbb', '1-aaa']);
	expect(await here.revsDiff({ [record._id]: ['2-bbb', '1-aaa', '2-ccc'], unknown: ['1-x'] })).toEqual({
		[record._id]: { missing: ['2-ccc'] },
		unknown: { missing: ['1-x'] }
	});
});

describe('attachments lie once by digest, as long as a revision uses them', () => {
	const photo = (data: string) => ({ 'door.jpg': { content_type: 'image/jpeg', data: btoa(data) } });
	const stored = async () => {
		const db = new DeviceDatabase(databaseName(user));
		const digests = (await db.attachments.toArray()).map(({ digest }) => digest);
		const uses = await db.attachmentUses.count();
		db.close();
		return { digests: digests.length, uses };
	};

	test('two records share one; the last to drop it takes it along', async () => {
		const [one, two] = [household(), household()];
		await here.bulkDocs([one, two].map((record) => ({ ...record, _attachments: photo('same') })));
		expect(await stored()).toEqual({ digests: 1, uses: 2 });
		const first = await here.get(one._id);
		await here.put({ ...first, _attachments: photo('other') });
		expect(await stored()).toEqual({ digests: 2, uses: 2 });
		await here.remove(await here.get(two._id));
		expect(await stored()).toEqual({ digests: 1, uses: 1 });
		const left = await here.get(one._id, { attachments: true });
		expect(left).toMatchObject({ _attachments: { 'door.jpg': { data: btoa('other') } } });
	});

	test('an edit that keeps the stub keeps the bytes, and they replicate', async () => {
		const record = household();
		await here.put({ ...record, _attachments: photo('door') });
		await here.put({ ...(await here.get(record._id)), tenure: 'tenant' } as PouchDB.Core.PutDocument<object>);
		await PouchDB.replicate(here, there);
		const blob = (await there.getAttachment(record._id, 'door.jpg')) as Blob;
		expect(await blob.text()).toBe('door');
	});

	test("a screen's edit keeps the attachments, which it never sees", async () => {
		const record = household();
		await here.put({ ...record, _attachments: photo('door') });
		const found = await store.read<Household>(GRID, record._id);
		expect(found?.record).not.toHaveProperty('_attachments');
		await store.save(GRID, { ...found?.record, tenure: 'tenant' } as Household);
		expect(await here.get(record._id, { attachments: true })).toMatchObject({
			tenure: 'tenant',
			_attachments: { 'door.jpg': { data: btoa('door') } }
		});
		expect(await stored()).toEqual({ digests: 1, uses: 1 });
	});
});
