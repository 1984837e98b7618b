import { afterEach, expect, test } from 'vitest';
import { visit } from '../store/scenarios';
import { putAsideKey, SCOPE_GONE, scopeStateKey, type PutAside, type ScopeState } from './contract';
import { aDevice, aGrid, fill, onServer, ownServer, server, signIn, signOut, type Grid } from './scenarios';

ownServer();

const open: { close(): Promise<void> }[] = [];
async function device(grid: Grid) {
	const made = await aDevice(grid);
	open.push(made);
	return made;
}
afterEach(async () => {
	for (const each of open.splice(0)) await each.close();
});

test('first load: everything lies on the device, nothing counts as unsent, nothing is read twice', async () => {
	const grid = await aGrid(2300);
	const phone = await device(grid);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(2300);
	expect(await phone.unsent()).toBe(0);
	const state = await phone.store.readSetting<ScopeState>(scopeStateKey(grid.scope));
	expect(state).toMatchObject({ firstLoad: { loaded: 2300, total: 2300, complete: true } });
	expect(state).not.toHaveProperty('trouble');
	const log = await server.takeLog();
	// One look for what is, three pages of what happened; the rest asks only for counts.
	expect(log.filter(({ path }) => path.includes('include_docs'))).toHaveLength(4);
	expect(log.filter(({ path }) => path.includes('_bulk_get'))).toHaveLength(0);

	expect(await phone.round()).toBeUndefined();
	expect((await server.takeLog()).map(({ method, path }) => `${method} ${path}`)).toEqual([
		expect.stringMatching(/^GET .*\/_local\//),
		expect.stringMatching(/^GET .*\/_changes/)
	]);
});

test('a first load that was cut goes on at the page where it stood', async () => {
	const grid = await aGrid(2500);
	const phone = await device(grid);
	const firstPage = [...(await onServer(grid.scope)).keys()].sort()[999] ?? '';
	await server.fault({ match: encodeURIComponent(firstPage), kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	const state = await phone.store.readSetting<ScopeState>(scopeStateKey(grid.scope));
	expect(state).toMatchObject({
		firstLoad: { loaded: 1000, total: 2500, complete: false },
		trouble: 'offline'
	});
	await server.takeLog();
	const again = await device(grid);
	await phone.round();
	expect(await phone.count()).toBe(2500);
	const pages = (await server.takeLog()).filter(({ path }) => path.includes('include_docs'));
	expect(pages).toHaveLength(2);
	expect(pages[0]?.path).toContain(encodeURIComponent(firstPage));
	expect(await again.count()).toBe(0);
});

test('a saved record goes up in at most four requests and is then known to be there', async () => {
	const phone = await device(await aGrid(10));
	await phone.round();
	const record = await phone.save(visit());
	expect(await phone.unsent()).toBe(1);
	await server.takeLog();
	expect(await phone.round('send')).toBeUndefined();
	expect((await server.takeLog()).length).toBeLessThanOrEqual(4);
	expect(await phone.unsent()).toBe(0);
	const second = await phone.save(visit());
	await phone.round('send');
	expect((await server.takeLog()).length).toBeLessThanOrEqual(4);
	expect([record._id, second._id].every(Boolean)).toBe(true);
});

test('what others wrote arrives, and two devices see the same', async () => {
	const grid = await aGrid(5);
	const [phone, tablet] = [await device(grid), await device(grid)];
	await phone.round();
	await tablet.round();
	await phone.save(visit());
	await fill(grid.scope, 3);
	await phone.round();
	await tablet.round();
	expect([await phone.count(), await tablet.count(), (await onServer(grid.scope)).size]).toEqual([9, 9, 9]);
	expect(await tablet.unsent()).toBe(0);
});

test('an answer that was lost after the server had committed: nothing is lost, nothing comes twice', async () => {
	const grid = await aGrid(3);
	const phone = await device(grid);
	await phone.round();
	for (let n = 0; n < 5; n++) await phone.save(visit());
	await server.fault({ match: '_bulk_docs', kind: 'cutAfterCommit', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect(await phone.unsent()).toBe(5);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect((await onServer(grid.scope)).size).toBe(8);
});

test('a server that dies during a push and comes back gets everything once', async () => {
	const grid = await aGrid(3);
	const phone = await device(grid);
	await phone.round();
	for (let n = 0; n < 5; n++) await phone.save(visit());
	await server.kill();
	expect(await phone.round()).toBe('offline');
	expect(await phone.unsent()).toBe(5);
	await server.start();
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	const documents = await onServer(grid.scope);
	expect(documents.size).toBe(8);
	expect([...documents.values()].every(({ _rev }) => _rev.startsWith('1-'))).toBe(true);
});

test('a document that the server refuses waits aside with its reason and holds nothing up', async () => {
	const grid = await aGrid();
	await server.admin('PUT', `/${grid.scope}/_design/guard`, {
		_id: '_design/guard',
		language: 'javascript',
		validate_doc_update: 'function (doc) { if (doc.note === "bad") throw { forbidden: "no bad notes" }; }'
	});
	const phone = await device(grid);
	await phone.round();
	const good = await phone.save(visit());
	const bad = await phone.save(visit({ note: 'bad' }));
	const later = await phone.save(visit());
	expect(await phone.round()).toBeUndefined();
	expect([...(await onServer(grid.scope)).keys()].sort()).toEqual([good._id, later._id].sort());
	expect(await phone.unsent()).toBe(1);
	const aside = await phone.store.readSetting<PutAside>(putAsideKey(grid.scope));
	expect(aside).toMatchObject({ [bad._id]: { error: 'forbidden', reason: 'no bad notes' } });

	await server.takeLog();
	await phone.round();
	expect((await server.takeLog()).some(({ path }) => path.includes('_bulk_docs'))).toBe(false);
	expect(await phone.unsent()).toBe(1);

	await server.admin('PUT', `/${grid.scope}/_design/guard`, {
		...((await server.admin('GET', `/${grid.scope}/_design/guard`)) as object),
		validate_doc_update: 'function () {}'
	});
	await phone.round('retry');
	expect(await phone.unsent()).toBe(0);
});

test('an expired session keeps everything and goes on after signing in', async () => {
	const grid = await aGrid(4);
	const phone = await device(grid);
	await phone.round();
	await phone.save(visit());
	await signOut();
	expect(await phone.round()).toBe('signedOut');
	expect([await phone.count(), await phone.unsent()]).toEqual([5, 1]);
	await signIn(grid.user);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect((await onServer(grid.scope)).size).toBe(5);
});

test('N2: a scope that was taken away: sent records leave, unsent ones are put aside and go when it comes back', async () => {
	const grid = await aGrid(2);
	const phone = await device(grid);
	await phone.round();
	const mine = await phone.save(visit());
	const members = (await server.admin('GET', `/${grid.scope}/_security`)) as object;
	await server.admin('PUT', `/${grid.scope}/_security`, {
		admins: { names: [], roles: [] },
		members: { names: ['somebody-else'], roles: [] }
	});
	expect(await phone.round()).toBe('forbidden');
	expect([await phone.count(), await phone.unsent()]).toEqual([1, 1]);
	expect(await phone.store.readSetting<PutAside>(putAsideKey(grid.scope))).toMatchObject({
		[mine._id]: { error: SCOPE_GONE }
	});
	expect((await onServer(grid.scope)).size).toBe(2);

	await server.admin('PUT', `/${grid.scope}/_security`, members);
	expect(await phone.round()).toBeUndefined();
	expect([await phone.count(), await phone.unsent()]).toEqual([3, 0]);
	expect((await onServer(grid.scope)).size).toBe(3);
	expect(await phone.store.readSetting<PutAside>(putAsideKey(grid.scope))).toEqual({});
});

test('N1: a server that was restored and then took the scope away: what it has forgotten stays, put aside', async (context) => {
	const grid = await aGrid(3);
	const phone = await device(grid);
	await phone.round();
	const known = await phone.save(visit({ createdBy: phone.device }));
	await phone.round();
	if (!(await server.backup())) context.skip();
	const forgotten = await phone.save(visit({ createdBy: phone.device }));
	// The second round has met it, and left a checkpoint that the restored server lacks.
	await phone.round();
	await phone.round();
	await server.restore();
	await server.admin('PUT', `/${grid.scope}/_security`, {
		admins: { names: [], roles: [] },
		members: { names: ['somebody-else'], roles: [] }
	});
	expect(await phone.round()).toBe('forbidden');
	expect(await phone.store.read(grid.scope, known._id)).toBeUndefined();
	expect([await phone.count(), await phone.unsent()]).toEqual([1, 1]);
	expect(await phone.store.readSetting<PutAside>(putAsideKey(grid.scope))).toMatchObject({
		[forgotten._id]: { error: SCOPE_GONE }
	});
});

test('whether the server has a revision: everybody may ask who is signed in, with a sound question', async () => {
	const grid = await aGrid(1);
	const phone = await device(grid);
	const mine = await phone.save(visit());
	await phone.round();
	const rev = (await onServer(grid.scope)).get(mine._id)?._rev ?? '';
	const ask = async (question: unknown) => {
		const answer = await fetch('/api/held', { method: 'POST', body: JSON.stringify(question) });
		return answer.ok ? ((await answer.json()) as unknown) : answer.status;
	};
	const revisions = { [mine._id]: [rev, '1-abc'] };
	expect(await ask({ scope: grid.scope, revisions })).toEqual({ missing: { [mine._id]: ['1-abc'] } });
	const gone = grid.scope.replace(/.$/, (last) => (last === '9' ? '8' : '9'));
	expect(await ask({ scope: gone, revisions })).toEqual({ missing: revisions });
	expect(await ask({ scope: '_users', revisions })).toBe(400);
	expect(await ask({ scope: grid.scope, revisions: { [mine._id]: 'all' } })).toBe(400);
	expect(await ask({ scope: grid.scope, revisions: { [mine._id]: Array(1001).fill(rev) } })).toBe(413);
	await signOut();
	expect(await ask({ scope: grid.scope, revisions })).toBe(401);
});
