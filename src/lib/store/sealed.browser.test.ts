import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { DeviceDatabase, databaseName, useDatabase, releaseDatabase } from './database';
import { openLedger } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { GRID, household, newUser, testSealer, visit } from './scenarios';
import { SealBrokenError, newDataKey, sealerOf, type Sealer } from './sealing';

/* Nothing personal lies plain in the device database (N8), and sealing changes nothing else. */
const NOTE = '王秀英说楼道灯坏了，电话 13812345678';
const PICTURE = 'personal picture';

const aSealer = async () => sealerOf(await newDataKey());

/** Everything in every table, as text: keys, columns, bytes. */
async function dump(user: string): Promise<string> {
	const db = await new Dexie(databaseName(user)).open();
	const texts: string[] = [];
	for (const table of db.tables)
		for (const row of await table.toArray())
			for (const value of Object.values(row as Record<string, unknown>)) {
				if (value instanceof Blob) texts.push(await value.text());
				else if (value instanceof Uint8Array) texts.push(new TextDecoder().decode(value));
				else texts.push(JSON.stringify(value));
			}
	db.close();
	return texts.join('\n');
}

/** A record of each fate: sent, unsent, edited, in conflict, with an attachment; and a setting. */
async function fill(user: string, sealing: Sealer | 'plain') {
	const store = await openStore(user, sealing);
	const scope = openScope(user, GRID);
	const home = household({ note: NOTE });
	const mine = visit({ note: NOTE });
	const sent = visit({ note: NOTE });
	for (const record of [home, mine, sent]) expect(await store.save(GRID, record)).toMatchObject({ ok: true });
	const stored = (await store.read(GRID, home._id))?.record;
	await store.save(GRID, { ...home, ...stored, note: `${NOTE}。` } as typeof home);
	await scope.bulkDocs([{ ...home, note: `${NOTE}！`, _rev: '2-00' }], { new_edits: false });
	await scope.put({
		_id: 'note:1',
		text: NOTE,
		_attachments: { a: { content_type: 'text/plain', data: btoa(PICTURE) } }
	});
	await store.writeSetting('lastSearch', NOTE);
	const ledger = openLedger(user);
	const rev = (await ledger.unsent(GRID)).find(({ id }) => id === sent._id)?.rev ?? '';
	await ledger.acknowledge(GRID, [{ id: sent._id, rev }]);
	return { store, scope, ledger, ids: { home: home._id, mine: mine._id, sent: sent._id } };
}
type Filled = Awaited<ReturnType<typeof fill>>;

async function close({ store, scope, ledger }: Omit<Filled, 'ids'>) {
	store.close();
	ledger.close();
	await scope.close();
}

/** What a device knows, whichever way it lies. */
async function knowledge({ store, scope, ledger }: Omit<Filled, 'ids'>) {
	const all = await scope.allDocs({ include_docs: true, conflicts: true, attachments: true });
	return {
		docs: all.rows.map(({ doc }) => doc),
		seq: (await scope.info()).update_seq,
		unsent: await ledger.unsent(GRID),
		leaves: await ledger.leaves(GRID),
		conflicted: await ledger.conflicted(GRID),
		visits: await store.find({ type: 'visit' }),
		homes: await store.count({ type: 'household', kind: 'owner' }),
		setting: await store.readSetting('lastSearch')
	};
}

test('no table holds a word of a record, of a leaf that lost, of an attachment or of a setting', async () => {
	const [sealed, plain] = [newUser(), newUser()];
	await close(await fill(sealed, await aSealer()));
	await close(await fill(plain, 'plain'));
	// The search can find: a plain database holds them all.
	for (const word of ['王秀英', '13812345678', PICTURE]) {
		expect(await dump(plain), word).toContain(word);
		expect(await dump(sealed), word).not.toContain(word);
	}
});

test('what was sealed reads as it was written, through the store and through PouchDB', async () => {
	const user = newUser();
	const filled = await fill(user, testSealer);
	const { store, scope, ids } = filled;
	expect((await store.read(GRID, ids.mine))?.record).toMatchObject({ note: NOTE });
	expect(
		(await store.find({ type: 'visit' })).map(({ record }) => (record as { note?: string }).note)
	).toEqual([NOTE, NOTE]);
	const { results } = await scope.bulkGet({ docs: [{ id: ids.sent }], revs: true });
	expect(results[0]?.docs[0]).toMatchObject({ ok: { note: NOTE } });
	const { results: changes } = await scope.changes({ include_docs: true, style: 'all_docs' });
	expect(changes.filter(({ doc }) => JSON.stringify(doc).includes('王秀英'))).toHaveLength(4);
	const doc = await scope.get<{ note: string }>(ids.home, { conflicts: true });
	expect(doc.note).toContain(NOTE);
	const [loser = ''] = doc._conflicts ?? [];
	expect(await scope.get(ids.home, { rev: loser })).toMatchObject({ note: expect.stringContaining(NOTE) });
	expect(await ((await scope.getAttachment('note:1', 'a')) as Blob).text()).toBe(PICTURE);
	expect(await store.readSetting('lastSearch')).toBe(NOTE);
	await close(filled);
});

test('a leaf that lost keeps its columns, and is listed by them when it wins', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	const scope = openScope(user, GRID);
	const home = household({ tenure: 'tenant' });
	await scope.bulkDocs([{ ...home, _rev: '1-aa' }], { new_edits: false });
	await scope.bulkDocs([{ ...home, tenure: 'owner', _rev: '1-bb' }], { new_edits: false });
	expect(await store.count({ type: 'household', kind: 'owner' })).toBe(1);
	await scope.remove({ _id: home._id, _rev: '1-bb' });
	expect(await store.count({ type: 'household', kind: 'owner' })).toBe(0);
	expect(await store.find({ type: 'household', kind: 'tenant' })).toMatchObject([
		{ record: { tenure: 'tenant' } }
	]);
	store.close();
	await scope.close();
});

test('a plain database of an older app is sealed when it is first unlocked: nothing is lost, nothing stays unsent or sent by it', async () => {
	const user = newUser();
	const plain = await fill(user, 'plain');
	const before = await knowledge(plain);
	expect(before.unsent.length).toBeGreaterThan(2);
	await close(plain);

	const sealer = await aSealer();
	const store = await openStore(user, sealer);
	const sealed = { store, scope: openScope(user, GRID), ledger: openLedger(user) };
	expect(await knowledge(sealed)).toEqual(before);
	await close(sealed);
	for (const word of ['王秀英', '13812345678', PICTURE]) expect(await dump(user)).not.toContain(word);
});

test('sealing that was cut off in the middle goes on at the next unlock', async () => {
	const user = newUser();
	const plain = await fill(user, 'plain');
	const before = await knowledge(plain);
	await close(plain);
	const sealer = await aSealer();
	let sealed = 0;
	const dying: Sealer = {
		...sealer,
		seal: (value, place) => (++sealed > 3 ? Promise.reject(new Error('killed')) : sealer.seal(value, place))
	};
	await expect(openStore(user, dying)).rejects.toThrow('killed');
	const store = await openStore(user, sealer);
	const after = { store, scope: openScope(user, GRID), ledger: openLedger(user) };
	expect(await knowledge(after)).toEqual(before);
	await close(after);
});

test('another key opens nothing and changes nothing', async () => {
	const user = newUser();
	const sealer = await aSealer();
	const filled = await fill(user, sealer);
	const before = await knowledge(filled);
	await close(filled);
	await expect(openStore(user, await aSealer())).rejects.toThrow(SealBrokenError);
	const store = await openStore(user, sealer);
	const after = { store, scope: openScope(user, GRID), ledger: openLedger(user) };
	expect(await knowledge(after)).toEqual(before);
	await close(after);
});

test('without a key no body is read and none is written; what waits can still be counted', async () => {
	const user = newUser();
	const sealer = await aSealer();
	await close(await fill(user, sealer));
	const locked = openScope(user, GRID);
	const refused = { reason: expect.stringContaining('is locked') };
	await expect(locked.allDocs({ include_docs: true })).rejects.toMatchObject(refused);
	await expect(locked.put({ _id: 'note:2', text: NOTE })).rejects.toMatchObject(refused);
	const ledger = openLedger(user);
	expect((await ledger.unsent(GRID)).length).toBeGreaterThan(2);
	ledger.close();
	await locked.close();
	expect(await dump(user)).not.toContain('王秀英');
});

test('the last one to leave takes the key along', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	const db = useDatabase(databaseName(user));
	store.close();
	expect(db.sealing).toBe(testSealer);
	releaseDatabase(db);
	expect(db.sealing).toBeUndefined();
	const other = new DeviceDatabase(databaseName(user));
	expect(other.sealing).toBeUndefined();
});
