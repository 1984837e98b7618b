import { afterEach, expect, test } from 'vitest';
import type { Household } from '../people/people';
import { household, visit } from '../store/scenarios';
import { putAsideKey, scopeStateKey, type PutAside, type ScopeState } from './contract';
import { aDevice, aGrid, fill, makeDatabase, onServer, ownServer, server, type Grid } from './scenarios';

ownServer();

const open: { close(): Promise<void> }[] = [];
async function device(grid: Grid, silence?: number) {
	const made = await aDevice(grid, silence);
	open.push(made);
	return made;
}
afterEach(async () => {
	await server.calm();
	for (const each of open.splice(0)) await each.close();
});

/** A phone that has loaded a grid with this many visits. */
async function loaded(visits: number, silence?: number) {
	const grid = await aGrid(visits);
	const phone = await device(grid, silence);
	await phone.round();
	await server.takeLog();
	return { grid, phone };
}

test('N1: a server restored from a backup gets back what it had acknowledged since', async (context) => {
	const { grid, phone } = await loaded(5);
	await phone.save(visit());
	await phone.round();
	if (!(await server.backup())) context.skip();
	const lost = [await phone.save(visit()), await phone.save(visit())];
	await phone.round();
	expect((await onServer(grid.scope)).size).toBe(8);
	await server.restore();
	expect((await onServer(grid.scope)).size).toBe(6);
	expect(await phone.round()).toBeUndefined();
	const documents = await onServer(grid.scope);
	expect(documents.size).toBe(8);
	expect(lost.every(({ _id }) => documents.has(_id))).toBe(true);
	const tablet = await device(grid);
	await tablet.round();
	expect(await tablet.count()).toBe(8);
});

test('N1: so does one that was restored before any checkpoint told of the acknowledgement', async (context) => {
	const { grid, phone } = await loaded(5);
	await phone.save(visit());
	await phone.round();
	if (!(await server.backup())) context.skip();
	// Sent and acknowledged, but the line breaks before the checkpoint; and once more, only sending.
	await server.fault({ match: 'PUT', kind: 'status', status: 429, times: 1 });
	const lost = [await phone.save(visit())];
	expect(await phone.round()).toBe('server');
	lost.push(await phone.save(visit()));
	await phone.round('send');
	expect(await phone.unsent()).toBe(0);
	await server.restore();
	// What others write meanwhile gives the next pull a checkpoint of its own.
	await fill(grid.scope, 1);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	const documents = await onServer(grid.scope);
	expect(documents.size).toBe(9);
	expect(lost.every(({ _id }) => documents.has(_id))).toBe(true);
	await server.takeLog();
	await phone.round();
	expect((await server.takeLog()).some(({ path }) => path.includes('_revs_diff'))).toBe(false);
});

test('what was acknowledged and then read again costs no request of its own', async () => {
	const { phone } = await loaded(5);
	await phone.save(visit());
	await phone.round('send');
	await server.takeLog();
	await phone.round();
	expect((await server.takeLog()).some(({ path }) => path.includes('_revs_diff'))).toBe(false);
});

test('N1: a database that was made anew is filled again from a device', async () => {
	const { grid, phone } = await loaded(5);
	await phone.save(visit());
	await phone.round();
	await server.admin('DELETE', `/${grid.scope}`);
	await makeDatabase(grid.scope);
	expect(await phone.round()).toBeUndefined();
	expect((await onServer(grid.scope)).size).toBe(6);
	expect(await phone.count()).toBe(6);
});

test('N3: what a server that was made anew lacks counts as unsent until it has it again', async () => {
	const { grid, phone } = await loaded(5);
	const mine = await phone.save(visit({ createdBy: phone.device }));
	await server.admin('PUT', `/${grid.scope}/_local/epoch`, { epoch: 'first' });
	await phone.round();
	await server.admin('DELETE', `/${grid.scope}`);
	await makeDatabase(grid.scope);
	await server.admin('PUT', `/${grid.scope}/_local/epoch`, { epoch: 'second' });
	await server.fault({ match: `POST /db/${grid.scope}/_bulk_docs`, kind: 'cut', times: 9 });
	expect(await phone.round()).toBe('offline');
	expect((await phone.store.read(grid.scope, mine._id))?.receipt).toBe('local');
	await server.calm();
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect((await onServer(grid.scope)).size).toBe(6);
	await server.takeLog();
	await phone.round();
	expect((await server.takeLog()).some(({ path }) => path.includes('_revs_diff'))).toBe(false);
});

test('N1: what was recorded before the first load is complete goes up first', async () => {
	const grid = await aGrid(5);
	const phone = await device(grid);
	const record = await phone.save(visit());
	await server.fault({ match: '_all_docs', kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect((await onServer(grid.scope)).has(record._id)).toBe(true);
	expect(await phone.unsent()).toBe(0);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(6);
});

test('a batch that is too large for a gateway on the way is halved until it fits', async () => {
	const { grid, phone } = await loaded(0);
	for (let n = 0; n < 7; n++) await phone.save(visit());
	await server.fault({ match: '_bulk_docs', kind: 'status', status: 413, times: 2 });
	expect(await phone.round()).toBeUndefined();
	expect((await onServer(grid.scope)).size).toBe(7);
	expect(await phone.unsent()).toBe(0);
});

test('N2: one record that no server takes waits aside; those before and after it go up', async () => {
	const { grid, phone } = await loaded(0);
	const before = await phone.save(visit());
	const huge = await phone.save(visit({ answers: { note: 'x'.repeat(9_000_000) } }));
	const after = await phone.save(visit());
	expect(await phone.round()).toBeUndefined();
	expect([...(await onServer(grid.scope)).keys()].sort()).toEqual([before._id, after._id].sort());
	expect(await phone.unsent()).toBe(1);
	const aside = await phone.store.readSetting<PutAside>(putAsideKey(grid.scope));
	expect(aside?.[huge._id]?.error).toMatch(/too_large/);
});

test('a record that was refused goes up once it has been mended', async () => {
	const { grid, phone } = await loaded(0);
	await server.admin('PUT', `/${grid.scope}/_design/guard`, {
		validate_doc_update: 'function (doc) { if (doc.tenure === "tenant") throw { forbidden: "no tenants" }; }'
	});
	const record = await phone.save(household({ tenure: 'tenant' }));
	await phone.round();
	expect(await phone.unsent()).toBe(1);
	const stored = await phone.store.read<Household>(grid.scope, record._id);
	await phone.save({ ...stored?.record, tenure: 'owner' } as Household);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect((await onServer(grid.scope)).get(record._id)).toMatchObject({ tenure: 'owner' });
	expect(await phone.store.readSetting<PutAside>(putAsideKey(grid.scope))).toEqual({});
});

test('a request that stalls is ended, and the next round goes through', async () => {
	const { grid, phone } = await loaded(3, 4_000);
	await fill(grid.scope, 2);
	await server.fault({ match: '_changes', kind: 'stall', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(5);
});

test("a hotel's sign-in page is no answer of ours: nothing is believed, nothing counts as sent", async () => {
	const { phone } = await loaded(3);
	await phone.save(visit());
	await server.fault({ match: '/db/', kind: 'page', times: 100 });
	expect(await phone.round()).toBe('offline');
	expect([await phone.count(), await phone.unsent()]).toEqual([4, 1]);
	await server.calm();
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
});

test('a failed bulk read is asked again as a bulk read, never document by document', async () => {
	const { grid, phone } = await loaded(3);
	await fill(grid.scope, 40);
	await server.fault({ match: '_bulk_get', kind: 'status', status: 500, times: 1 });
	expect(await phone.round()).toBe('server');
	await server.takeLog();
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(43);
	const reads = (await server.takeLog()).filter(
		({ path }) => !path.includes('_local') && !path.includes('_changes')
	);
	expect(reads.map(({ method, path }) => [method, path.replace(/^.*\//, '')])).toEqual([
		['POST', '_bulk_get?revs=true&latest=true']
	]);
});

test('a conflict on the server is seen after the first load as well', async () => {
	const grid = await aGrid(3);
	const record = household();
	const leaf = (rev: string, tenure: string) => ({
		...record,
		tenure,
		_rev: `2-${rev}`,
		_revisions: { start: 2, ids: [rev, 'abc'] }
	});
	await server.admin('POST', `/${grid.scope}/_bulk_docs`, {
		docs: [leaf('aaa', 'tenant'), leaf('bbb', 'floating')],
		new_edits: false
	});
	const phone = await device(grid);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.ledger.conflicted(grid.scope)).toEqual([record._id]);
	expect((await phone.ledger.leaves(grid.scope)).filter(({ id }) => id === record._id)).toHaveLength(2);
	expect(await phone.unsent()).toBe(0);
});

test('N3: an edit made while its record is on the way goes on waiting until it is acknowledged itself', async () => {
	const { grid, phone } = await loaded(0);
	const record = await phone.save(household({ tenure: 'owner' }));
	const sending = phone.round('send');
	const stored = await phone.store.read<Household>(grid.scope, record._id);
	await phone.save({ ...stored?.record, tenure: 'tenant' } as Household);
	await sending;
	const receipt = (await phone.store.read(grid.scope, record._id))?.receipt;
	const there = (await onServer(grid.scope)).get(record._id) as { tenure?: string } | undefined;
	expect(receipt === 'onServer').toBe(there?.tenure === 'tenant');
	await phone.round();
	expect((await onServer(grid.scope)).get(record._id)).toMatchObject({ tenure: 'tenant' });
	expect(await phone.unsent()).toBe(0);
});

test('a week of work goes up in batches, and the state tells of it', async () => {
	const { grid, phone } = await loaded(2);
	const records = Array.from({ length: 1200 }, () => visit());
	expect(await phone.store.saveAll(grid.scope, records)).toMatchObject({ ok: true });
	await server.fault({ match: '_bulk_docs', kind: 'cutAfterCommit', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect((await phone.store.readSetting<ScopeState>(scopeStateKey(grid.scope)))?.trouble).toBe('offline');
	expect(await phone.round()).toBeUndefined();
	expect((await phone.store.readSetting<ScopeState>(scopeStateKey(grid.scope)))?.trouble).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect((await onServer(grid.scope)).size).toBe(1202);
});

test('a first load that was cut begins again when the database has been made anew meanwhile', async () => {
	const grid = await aGrid(1500);
	const phone = await device(grid);
	await server.fault({ match: 'startkey', kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	await server.admin('DELETE', `/${grid.scope}`);
	await makeDatabase(grid.scope);
	await server.admin('PUT', `/${grid.scope}/building:0`, {
		type: 'building',
		note: 'sorts before every visit'
	});
	expect(await phone.round()).toBeUndefined();
	expect(await phone.round()).toBeUndefined();
	expect((await phone.ledger.leaves(grid.scope)).some(({ id }) => id === 'building:0')).toBe(true);
});

test('N1: what was acknowledged before the first load was complete is given back to a server that was restored', async () => {
	const grid = await aGrid(0);
	const phone = await device(grid);
	const mine = await phone.save(visit({ createdBy: phone.device }));
	await server.fault({ match: '_all_docs', kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
	expect(await phone.unsent()).toBe(0);
	await server.admin('DELETE', `/${grid.scope}`);
	await makeDatabase(grid.scope);
	expect(await phone.round()).toBeUndefined();
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
	expect(await phone.unsent()).toBe(0);
});

test('a first load that was cut begins again on a server that was restored and has come as far again', async (context) => {
	const grid = await aGrid(1200);
	if (!(await server.backup())) context.skip();
	await fill(grid.scope, 300);
	const phone = await device(grid);
	// What is comes first, then a page of visits; the second page of them is cut.
	await server.fault({ match: 'limit=1000', kind: 'tell', times: 2 });
	await server.fault({ match: 'limit=1000', kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect(await phone.count()).toBe(1000);
	await server.restore();
	await server.admin('PUT', `/${grid.scope}/building:0`, { type: 'building', note: 'already passed' });
	await fill(grid.scope, 400);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.round()).toBeUndefined();
	expect((await phone.ledger.leaves(grid.scope)).some(({ id }) => id === 'building:0')).toBe(true);
});
