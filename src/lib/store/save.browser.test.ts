import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Household } from '../people/people';
import type { Doc } from '../record';
import type { Store } from './contract';
import { openStore } from './open';
import { GRID, household, newUser, testSealer, visit } from './scenarios';

let store: Store;
beforeEach(async () => {
	store = await openStore(newUser(), testSealer);
});
afterEach(() => store.close());

const readHousehold = async (id: string) => {
	const found = await store.read<Household>(GRID, id);
	if (!found) throw new Error('not stored');
	return found;
};

test('N1: a saved record can be read, complete and only on this device', async () => {
	const record = visit({ note: '门口有杂物', answers: { fromNewerApp: { deep: [1, null] } } });
	expect(await store.save(GRID, record)).toEqual({ ok: true, ids: [record._id] });
	const found = await store.read(GRID, record._id);
	expect(found?.record).toMatchObject(record);
	expect(found?.record._rev).toMatch(/^1-/);
	expect(found?.receipt).toBe('local');
});

test('a record may come from a screen, wrapped in proxies and with fields left undefined', async () => {
	const record = visit({ note: undefined, answers: new Proxy({ lift: 'broken' }, {}) });
	expect(await store.save(GRID, new Proxy(record, {}))).toMatchObject({ ok: true });
	const found = await store.read(GRID, record._id);
	expect(found?.record).toMatchObject({ answers: { lift: 'broken' } });
	expect(found?.record).not.toHaveProperty('note');
});

test('fields that this app does not know survive an edit', async () => {
	const record = { ...household(), petsOfNewerApp: ['cat'] };
	await store.save(GRID, record);
	const { record: stored } = await readHousehold(record._id);
	await store.save(GRID, { ...stored, tenure: 'tenant' } as Household);
	expect((await readHousehold(record._id)).record).toMatchObject({
		petsOfNewerApp: ['cat'],
		tenure: 'tenant'
	});
});

describe('refusals write nothing', () => {
	test('invalid: a field that breaks the schema, with its path', async () => {
		const record = { ...visit(), outcome: 'eaten' } as unknown as Doc;
		const result = await store.save(GRID, record);
		expect(result).toMatchObject({ ok: false, reason: 'invalid', problems: [{ path: 'outcome' }] });
		expect(await store.read(GRID, record._id)).toBeUndefined();
	});

	test('invalid: an unknown type, a foreign scope, an id of another type, a database field', async () => {
		const cases: [string, Doc, string][] = [
			[GRID, { ...visit(), type: 'spell' } as unknown as Doc, 'type'],
			['org-330102016001', visit(), 'type'],
			[GRID, visit({ _id: household()._id }), '_id'],
			[GRID, { ...visit(), _attachments: {} } as Doc, '_attachments']
		];
		for (const [scope, record, path] of cases)
			expect(await store.save(scope, record)).toMatchObject({
				ok: false,
				reason: 'invalid',
				problems: [{ path }]
			});
		expect(await store.count({ unsent: true })).toBe(0);
	});

	test('N4: an event that exists is immutable', async () => {
		const record = visit({ note: 'first' });
		await store.save(GRID, record);
		const stored = await store.read(GRID, record._id);
		for (const changed of [{ ...record, note: 'second' }, { ...stored?.record, note: 'second' } as Doc])
			expect(await store.save(GRID, changed)).toMatchObject({ ok: false, reason: 'immutable' });
		expect((await store.read(GRID, record._id))?.record).toMatchObject({ note: 'first' });
	});

	test('an event saved twice with the same content is saved once', async () => {
		const record = visit();
		await store.save(GRID, record);
		expect(await store.save(GRID, record)).toEqual({ ok: true, ids: [record._id] });
		expect((await store.read(GRID, record._id))?.record._rev).toMatch(/^1-/);
	});

	test('conflict: a profile that moved on since it was read, or that was never read', async () => {
		const record = household();
		await store.save(GRID, record);
		const { record: read } = await readHousehold(record._id);
		await store.save(GRID, { ...read, tenure: 'tenant' } as Household);
		for (const late of [{ ...read, tenure: 'floating' }, record, { ...household(), _rev: read._rev }])
			expect(await store.save(GRID, late as Doc)).toMatchObject({ ok: false, reason: 'conflict' });
		expect((await readHousehold(record._id)).record.tenure).toBe('tenant');
	});

	test('saveAll is all or nothing, and says which record', async () => {
		const existing = visit();
		await store.save(GRID, existing);
		const fresh = visit();
		const result = await store.saveAll(GRID, [fresh, { ...existing, note: 'changed' }]);
		expect(result).toMatchObject({ ok: false, reason: 'immutable', problems: [{ path: '1._id' }] });
		expect(await store.read(GRID, fresh._id)).toBeUndefined();
		expect(await store.saveAll(GRID, [fresh, visit()])).toMatchObject({ ok: true });
		expect(await store.saveAll(GRID, [household(), visit({ _id: fresh._id, note: 'x' })])).toMatchObject({
			ok: false
		});
		const twice = visit();
		expect(await store.saveAll(GRID, [twice, twice])).toMatchObject({ ok: false, reason: 'invalid' });
		expect(await store.count({ type: 'visit' })).toBe(3);
	});
});

test('a voided profile leaves lists and counts, but can be read and is still to be sent', async () => {
	const record = household();
	await store.save(GRID, record);
	const { record: read } = await readHousehold(record._id);
	await store.save(GRID, { ...read, voided: true });
	expect(await store.find({ type: 'household' })).toEqual([]);
	expect(await store.count({ type: 'household' })).toBe(0);
	expect((await readHousehold(record._id)).record.voided).toBe(true);
	expect(await store.count({ unsent: true })).toBe(1);
	expect(await store.count({ unsent: true, type: 'household' })).toBe(1);
});

test('settings are plain values of the device', async () => {
	expect(await store.readSetting('device')).toBeUndefined();
	await store.writeSetting('device', { id: '01J', n: 1 });
	expect(await store.readSetting('device')).toEqual({ id: '01J', n: 1 });
});

test('what was saved is there when the store is opened again', async () => {
	const user = newUser();
	const before = await openStore(user, testSealer);
	const record = visit();
	await before.save(GRID, record);
	before.close();
	const after = await openStore(user, testSealer);
	expect((await after.read(GRID, record._id))?.receipt).toBe('local');
	after.close();
});

test('only the adapter writes record tables', async () => {
	const { DeviceDatabase, databaseName } = await import('./database');
	const user = newUser();
	const other = await openStore(user, testSealer);
	const record = visit();
	await other.save(GRID, record);
	const db = new DeviceDatabase(databaseName(user));
	const row = (await db.records.toArray())[0];
	if (!row) throw new Error('not stored');
	await expect(db.records.put({ ...row, unsent: undefined })).rejects.toThrow(/store\.save/);
	await expect(db.records.delete([GRID, record._id])).rejects.toThrow(/store\.save/);
	await expect(db.records.clear()).rejects.toThrow(/store\.save/);
	await expect(db.transaction('rw', db.scopes, () => db.scopes.clear())).rejects.toThrow(/store\.save/);
	expect((await other.read(GRID, record._id))?.receipt).toBe('local');
	db.close();
	other.close();
});

test('what a person captured is strict, what the server can send again is not', async () => {
	const { openScope } = await import('./pouch');
	const transaction = IDBDatabase.prototype.transaction;
	const opened: IDBTransaction[] = [];
	IDBDatabase.prototype.transaction = function (...args) {
		const one = transaction.apply(this, args);
		opened.push(one);
		return one;
	};
	const durabilities = async (work: () => Promise<unknown>) => {
		opened.length = 0;
		await work();
		return opened.filter(({ mode }) => mode === 'readwrite').map(({ durability }) => durability);
	};
	try {
		const user = newUser();
		const other = await openStore(user, testSealer);
		const scope = openScope(user, GRID);
		await scope.info();
		expect(await durabilities(() => other.save(GRID, visit()))).toEqual(['strict']);
		const page = [{ ...household(), _rev: '1-a' }];
		expect(await durabilities(() => scope.bulkDocs(page, { new_edits: false }))).toEqual(['default']);
		await scope.close();
		other.close();
	} finally {
		IDBDatabase.prototype.transaction = transaction;
	}
});
