import { afterEach, expect, test, vi } from 'vitest';
import { databaseName } from '../store/database';
import type { Store } from '../store/contract';
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { testSealer, visit } from '../store/scenarios';
import { communityOf, scopeRole, type Scope } from '../org/scopes';
import {
	LEFT_SCOPES_KEY,
	OPENED_SCOPES_KEY,
	putAsideKey,
	SCOPE_GONE,
	SCOPES_KEY,
	scopeStateKey,
	SYNC_STATE_KEY,
	type PutAside,
	type ScopeState,
	type SyncState
} from './contract';
import { SyncEngine, type EngineSettings } from './engine';
import { aGrid, onServer, ownServer, server, signIn, type Grid } from './scenarios';

ownServer();

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
	await server.calm();
	for (const each of running.splice(0)) await each.stop();
});

async function engineOf({ user, scope }: Grid, settings: Partial<EngineSettings> = {}) {
	const store = await openStore(user, testSealer);
	const ledger = openLedger(user);
	const base = `${location.origin}/db`;
	const engine = new SyncEngine({ user, scopes: [scope], base, store, ledger, ...settings });
	const ended = engine.run().then(
		() => 'stopped',
		(error: Error) => error.name
	);
	running.push({
		async stop() {
			engine.stop();
			await ended;
			ledger.close();
			store.close();
		}
	});
	return {
		engine,
		store,
		ended,
		state: () => store.readSetting<SyncState>(SYNC_STATE_KEY),
		scopeState: (of = scope) => store.readSetting<ScopeState>(scopeStateKey(of))
	};
}

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

/** As an administrator changes somebody's duties. */
async function setRoles(
	user: string,
	scopes: readonly string[],
	more: readonly string[] = []
): Promise<void> {
	const path = `/_users/org.couchdb.user:${user}`;
	const account = (await server.admin('GET', path)) as object;
	await server.admin('PUT', path, { ...account, roles: [...scopes.map(scopeRole), ...more] });
}

test('a scope that is shut does not keep the others from syncing', async () => {
	const grid = await aGrid(4);
	const elsewhere = await aGrid(4);
	await setRoles(grid.user, [elsewhere.scope, grid.scope]);
	await server.admin('PUT', `/${elsewhere.scope}/_security`, { members: { names: ['nobody'], roles: [] } });
	await signIn(grid.user);
	const phone = await engineOf(grid, { scopes: [elsewhere.scope, grid.scope] });
	await eventually(async () => {
		expect(await phone.state()).toMatchObject({ running: false });
		expect(await phone.scopeState()).toMatchObject({ firstLoad: { complete: true } });
	});
	expect((await phone.state())?.trouble).toBeUndefined();
	expect(await phone.scopeState(elsewhere.scope)).toMatchObject({ trouble: 'forbidden' });
	expect(await phone.store.count({ type: 'visit' })).toBe(4);
});

test('a scope whose database is not there does not either', async () => {
	const grid = await aGrid(4);
	const missing = `people-999${grid.scope.slice(-12)}`;
	await setRoles(grid.user, [missing, grid.scope]);
	const phone = await engineOf(grid, { scopes: [missing, grid.scope] });
	await eventually(async () => {
		expect(await phone.scopeState(missing)).toMatchObject({ trouble: 'server' });
		const state = await phone.scopeState();
		expect(state).toMatchObject({ firstLoad: { complete: true } });
		expect(state).not.toHaveProperty('trouble');
	});
});

test('N7: duties change without signing in again: a new grid is loaded, an old one leaves but for what is unsent', async () => {
	const grid = await aGrid(4);
	const other = await aGrid(3);
	await signIn(grid.user);
	const phone = await engineOf(grid);
	await eventually(async () => expect(await phone.store.count({ type: 'visit' })).toBe(4));

	await setRoles(grid.user, [grid.scope, other.scope]);
	phone.engine.ask('all');
	await eventually(async () => expect(await phone.store.count({ type: 'visit' })).toBe(7));

	const mine = visit({ createdBy: grid.user });
	await phone.store.save(grid.scope, mine);
	await setRoles(grid.user, [other.scope]);
	phone.engine.ask('all');
	await eventually(async () => expect(await phone.store.count({ type: 'visit' })).toBe(4));
	await eventually(async () => {
		expect(await phone.store.readSetting<Scope[]>(SCOPES_KEY)).toEqual([other.scope]);
		expect(await phone.store.readSetting<Scope[]>(LEFT_SCOPES_KEY)).toEqual([grid.scope]);
	});
	expect(await phone.store.read(grid.scope, mine._id)).toMatchObject({ receipt: 'local' });
	expect(await phone.store.readSetting<PutAside>(putAsideKey(grid.scope))).toMatchObject({
		[mine._id]: { error: SCOPE_GONE }
	});

	await setRoles(grid.user, [grid.scope, other.scope]);
	phone.engine.ask('all');
	await eventually(async () => expect((await onServer(grid.scope)).has(mine._id)).toBe(true));
	await eventually(async () => expect(await phone.store.count({ type: 'visit' })).toBe(8));
	expect(await phone.store.count({ unsent: true })).toBe(0);
	await eventually(async () => expect(await phone.store.readSetting<Scope[]>(LEFT_SCOPES_KEY)).toEqual([]));
});

test('N1, N9: a scope that cannot leave a full device keeps no other from being sent', async () => {
	const grid = await aGrid(2);
	const other = await aGrid(0);
	await signIn(grid.user);
	await setRoles(grid.user, [grid.scope, other.scope]);
	const store = await openStore(grid.user, testSealer);
	let full = false;
	const onFullDisk: Store = {
		...store,
		async writeSetting(key, value) {
			if (full && key.startsWith('sync:copy')) throw new DOMException('full', 'QuotaExceededError');
			await store.writeSetting(key, value);
		}
	};
	const phone = await engineOf(grid, { store: onFullDisk });
	const mine = visit({ createdBy: grid.user });
	await store.save(grid.scope, mine);
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(3));
	await eventually(async () => expect(await store.count({ unsent: true })).toBe(0));

	full = true;
	await setRoles(grid.user, [other.scope]);
	phone.engine.ask('all');
	await eventually(async () => expect(await phone.state()).toMatchObject({ trouble: 'storage' }));
	const elsewhere = visit({ createdBy: grid.user });
	await store.save(other.scope, elsewhere);
	phone.engine.ask('all');
	await eventually(async () => expect((await onServer(other.scope)).has(elsewhere._id)).toBe(true));
	expect(await store.read(grid.scope, mine._id)).toBeDefined();

	full = false;
	phone.engine.ask('all');
	await eventually(async () => expect(await store.read(grid.scope, mine._id)).toBeUndefined());
	await eventually(async () => expect((await phone.state())?.trouble).toBeUndefined());
	store.close();
});

test('N1: a scope that left while the disk became full is loaded again when it comes back', async () => {
	const grid = await aGrid(2);
	await signIn(grid.user);
	const store = await openStore(grid.user, testSealer);
	let full = false;
	const onFullDisk: Store = {
		...store,
		async writeSetting(key, value) {
			if (full && key === LEFT_SCOPES_KEY) throw new DOMException('full', 'QuotaExceededError');
			await store.writeSetting(key, value);
		}
	};
	const phone = await engineOf(grid, { store: onFullDisk });
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(2));
	await eventually(async () => expect(await phone.state()).toMatchObject({ running: false }));

	// It leaves, and then the device cannot note that something unsent waits in there.
	full = true;
	const mine = visit({ createdBy: grid.user });
	await store.save(grid.scope, mine);
	await setRoles(grid.user, []);
	phone.engine.ask('all');
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(1));
	await eventually(async () =>
		expect(await phone.state()).toMatchObject({ trouble: 'storage', running: false })
	);

	await setRoles(grid.user, [grid.scope]);
	full = false;
	phone.engine.ask('all');
	await eventually(async () => expect((await onServer(grid.scope)).has(mine._id)).toBe(true));
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(3));
	await eventually(async () => expect((await phone.state())?.trouble).toBeUndefined());
	store.close();
});

test('a manager holds the grids that were opened, and no others', async () => {
	const grid = await aGrid(4);
	await aGrid(3);
	const community = communityOf(grid.scope);
	await server.admin('PUT', `/${grid.scope}/_security`, {
		admins: { names: [], roles: [] },
		members: { names: [], roles: [`manager:${community}`] }
	});
	await setRoles(grid.user, [], [`manager:${community}`]);
	await signIn(grid.user);
	const desk = await engineOf(grid, { scopes: [] });
	await eventually(async () => expect(await desk.state()).toMatchObject({ running: false }));
	expect(await desk.store.count({ type: 'visit' })).toBe(0);

	await desk.store.writeSetting(OPENED_SCOPES_KEY, { [grid.scope]: new Date().toISOString() });
	desk.engine.ask('all');
	await eventually(async () => expect(await desk.store.count({ type: 'visit' })).toBe(4));
	await desk.store.writeSetting(OPENED_SCOPES_KEY, { [grid.scope]: '2026-01-01T00:00:00.000Z' });
	desk.engine.ask('all');
	await eventually(async () => expect(await desk.store.count({ type: 'visit' })).toBe(0));
});

test("one person's records are never sent with another's session", async () => {
	const grid = await aGrid(1);
	const other = await aGrid(0);
	await server.admin('PUT', `/${grid.scope}/_security`, {
		admins: { names: [], roles: [] },
		members: { names: [grid.user, other.user], roles: [] }
	});
	await signIn(other.user);
	const phone = await engineOf(grid);
	await phone.store.save(grid.scope, visit({ createdBy: grid.user }));
	phone.engine.ask('send');
	await eventually(async () =>
		expect(await phone.state()).toMatchObject({ trouble: 'signedOut', running: false })
	);
	expect((await onServer(grid.scope)).size).toBe(1);
	expect(await phone.store.count({ unsent: true })).toBe(1);

	await signIn(grid.user);
	phone.engine.ask('all');
	await eventually(async () => expect(await phone.store.count({ unsent: true })).toBe(0));
	expect((await onServer(grid.scope)).size).toBe(2);
});

test('a round that fails is tried again without being asked', async () => {
	const grid = await aGrid(3);
	await server.fault({ match: '_all_docs', kind: 'status', status: 503, times: 1 });
	const phone = await engineOf(grid);
	await eventually(async () => expect(await phone.scopeState()).toMatchObject({ trouble: 'server' }));
	await eventually(async () => expect(await phone.store.count({ type: 'visit' })).toBe(3));
});

test('a browser database that answers no more ends the run, so that everything is opened anew', async () => {
	const grid = await aGrid(3);
	const phone = await engineOf(grid, { patience: 400 });
	await eventually(async () => expect(await phone.state()).toMatchObject({ running: false }));
	const release = await hold(grid.user);
	phone.engine.ask('all');
	expect(await phone.ended).toBe('StuckError');
	release();
});

/** Keeps a writing transaction open over all tables, as a broken tab might. */
async function hold(user: string): Promise<() => void> {
	const db = await new Promise<IDBDatabase>((resolve) => {
		const request = indexedDB.open(databaseName(user));
		request.onsuccess = () => resolve(request.result);
	});
	const store = db.transaction([...db.objectStoreNames], 'readwrite').objectStore('settings');
	let held = true;
	const again = () => {
		if (!held) return db.close();
		store.get('none').onsuccess = again;
	};
	again();
	return () => (held = false);
}
