import { afterEach, expect, test, vi } from 'vitest';
import { scopeRole, type Scope } from '../org/scopes';
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { household, testSealer, visit } from '../store/scenarios';
import { COPIES_KEY, SCOPES_KEY, SYNC_STATE_KEY, type KeptCopy, type SyncState } from './contract';
import { SyncEngine } from './engine';
import { aGrid, makeDatabase, onServer, ownServer, server, signIn, signOut, type Grid } from './scenarios';
import type { SealedCopy } from './kept-copies';

/* What becomes of records whose author lost the scope, when the server then forgets them (docs/adr/0017). */

ownServer();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	await server.calm();
	for (const each of open.splice(0)) await each.close();
});

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

/** The app of the grid's worker on its one phone, opened anew. */
async function app({ user, scope }: Grid) {
	const store = await openStore(user, testSealer);
	const ledger = openLedger(user);
	const engine = new SyncEngine({ user, scopes: [scope], base: `${location.origin}/db`, store, ledger });
	let ended: Promise<unknown> | undefined;
	const phone = {
		store,
		/** Runs rounds until one has ended that was asked for now. */
		async round() {
			ended ??= engine.run();
			const before = (await store.readSetting<SyncState>(SYNC_STATE_KEY))?.lastContact ?? '';
			engine.ask('all');
			await eventually(async () => {
				const state = await store.readSetting<SyncState>(SYNC_STATE_KEY);
				expect(state).toMatchObject({ running: false });
				expect((state?.lastContact ?? '') > before).toBe(true);
			});
		},
		count: () => store.count({ scopes: [scope], type: 'visit' }),
		copies: async () => {
			const list = (await store.readSetting<KeptCopy[]>(COPIES_KEY)) ?? [];
			return Promise.all(list.map(({ id }) => store.readSetting<SealedCopy>(`sync:copy:${id}`)));
		},
		async close() {
			engine.stop();
			await ended;
			ledger.close();
			store.close();
			open.splice(open.indexOf(phone), 1);
		}
	};
	open.push(phone);
	return phone;
}

async function setRoles(user: string, scopes: readonly Scope[]): Promise<void> {
	const path = `/_users/org.couchdb.user:${user}`;
	const account = (await server.admin('GET', path)) as object;
	await server.admin('PUT', path, { ...account, roles: scopes.map(scopeRole) });
}

/** As `linli restore` from before everything: the database anew, without what lies in no backup. */
async function restoreEmpty(scope: Scope): Promise<void> {
	await server.admin('DELETE', `/${scope}`);
	await makeDatabase(scope);
}

/** A worker who has sent a visit and lost the grid since. */
async function aWorkerWhoLeft() {
	const grid = await aGrid(3);
	const phone = await app(grid);
	await phone.round();
	const mine = visit({ createdBy: grid.user });
	await phone.store.save(grid.scope, mine);
	await phone.round();
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
	const rev = (await onServer(grid.scope)).get(mine._id)?._rev;
	await setRoles(grid.user, []);
	await phone.round();
	expect(await phone.count()).toBe(0);
	return { grid, phone, mine, rev };
}

test('N1, N7: what only a restored server had comes back from a device that could not read it', async () => {
	const { grid, phone, mine, rev } = await aWorkerWhoLeft();
	const [copy] = await phone.copies();
	expect(copy).toMatchObject({ scope: grid.scope });
	// Only what this worker wrote, and nothing of it can be read here.
	expect(atob(copy?.text ?? '')).not.toContain(mine._id);
	await phone.close();

	await restoreEmpty(grid.scope);
	const later = await app(grid);
	await later.round();
	expect([...(await onServer(grid.scope)).keys()]).toEqual([mine._id]);
	expect((await onServer(grid.scope)).get(mine._id)).toMatchObject({ _rev: rev, createdBy: grid.user });
	expect(await later.count()).toBe(0);
	// It is kept: the server may be restored once more.
	expect(await later.copies()).toEqual([copy]);
	await later.close();
	await restoreEmpty(grid.scope);
	await (await app(grid)).round();
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
});

test('N1: the same from yesterday’s files', async (context) => {
	const grid = await aGrid(3);
	const phone = await app(grid);
	await phone.round();
	if (!(await server.backup())) context.skip('these files are not ours to copy');
	const mine = visit({ createdBy: grid.user });
	await phone.store.save(grid.scope, mine);
	await phone.round();
	await setRoles(grid.user, []);
	await phone.round();
	expect(await phone.count()).toBe(0);
	await phone.close();

	await server.restore();
	await setRoles(grid.user, []);
	await (await app(grid)).round();
	expect((await onServer(grid.scope)).size).toBe(4);
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
});

test('N1: a grid that comes back is asked about at once, and its copy goes when everything is here again', async () => {
	const { grid, phone, mine } = await aWorkerWhoLeft();
	await restoreEmpty(grid.scope);
	await setRoles(grid.user, [grid.scope]);
	await phone.round();
	await phone.round();
	expect(await phone.store.read(grid.scope, mine._id)).toMatchObject({ receipt: 'onServer' });
	expect(await phone.store.readSetting(SCOPES_KEY)).toEqual([grid.scope]);
	await phone.round();
	expect(await phone.copies()).toEqual([]);
});

test('an idle device asks once an hour at most', async () => {
	const { phone } = await aWorkerWhoLeft();
	await phone.round();
	await server.takeLog();
	await phone.round();
	expect((await server.takeLog()).map(({ path }) => path)).toEqual(['/_session']);
});

test('N1: a household in which another’s device merged this worker’s change is in the copy', async () => {
	const grid = await aGrid(0);
	const seen = { phone: { by: grid.user, stamp: '000000000.0000.phone' } };
	const theirs = household({ createdBy: 'import', updatedBy: 'wang', seen });
	const strange = household({ createdBy: 'import', updatedBy: 'wang' });
	await server.admin('POST', `/${grid.scope}/_bulk_docs`, { docs: [theirs, strange] });
	const phone = await app(grid);
	await phone.round();
	await setRoles(grid.user, []);
	await phone.round();
	await phone.close();
	await restoreEmpty(grid.scope);
	await (await app(grid)).round();
	expect([...(await onServer(grid.scope)).keys()]).toEqual([theirs._id]);
});

test('what the rules refuse now is kept and offered again', async () => {
	const { grid, phone, mine } = await aWorkerWhoLeft();
	await phone.close();
	await restoreEmpty(grid.scope);
	const rule = { validate_doc_update: 'function () { throw { forbidden: "closed" } }' };
	const { rev } = (await server.admin('PUT', `/${grid.scope}/_design/rule`, rule)) as { rev: string };
	const later = await app(grid);
	await later.round();
	expect((await onServer(grid.scope)).size).toBe(0);
	expect(await later.copies()).toHaveLength(1);
	await server.admin('DELETE', `/${grid.scope}/_design/rule?rev=${rev}`);
	await later.round();
	expect((await onServer(grid.scope)).has(mine._id)).toBe(true);
});

test('nobody makes a copy up, changes one, or gives back another’s', async () => {
	const { grid, phone } = await aWorkerWhoLeft();
	const [copy] = await phone.copies();
	if (!copy) throw new Error('no copy');
	await phone.close();
	const back = async (given: unknown) =>
		(await fetch('/api/held/back', { method: 'POST', body: JSON.stringify(given) })).status;
	const bytes = atob(copy.text);
	const flipped = btoa(bytes.slice(0, -1) + String.fromCharCode(bytes.charCodeAt(bytes.length - 1) ^ 1));
	expect(await back({ ...copy, text: flipped })).toBe(400);
	expect(await back({ ...copy, text: btoa('short') })).toBe(400);
	expect(await back({ ...copy, scope: grid.scope.replace(/.$/, 'x') })).toBe(400);
	const elsewhere = await aGrid(0);
	await signIn(elsewhere.user);
	expect(await back({ ...copy, scope: elsewhere.scope })).toBe(400);
	expect(await back(copy)).toBe(403);
	await signIn(grid.user);
	expect(await back({ ...copy, key: 'key:0123456789abcdef' })).toBe(410);
	expect(await back({ ...copy, id: '../../_users' })).toBe(400);
	expect(await back(copy)).toBe(200);
	await server.admin('DELETE', `/${grid.scope}`);
	expect(await back(copy)).toBe(404);
	await signOut();
	expect(await back(copy)).toBe(401);
});
