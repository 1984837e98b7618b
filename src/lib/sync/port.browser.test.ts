import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../store/open';
import { testKey, testSealer, visit } from '../store/scenarios';
import { SYNC_STATE_KEY, type SyncPort, type SyncState } from './contract';
import { startSync } from './port';
import { aGrid, onServer, ownServer, server } from './scenarios';

ownServer();

const ports: SyncPort[] = [];
afterEach(() => {
	for (const port of ports.splice(0)) port.stop();
});

async function tab(user: string, scopes: string[]): Promise<SyncPort> {
	const port = startSync(user, scopes, await testKey);
	ports.push(port);
	return port;
}

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

test('two tabs: one loads; a save in either goes up; when the leading tab closes, the other goes on', async () => {
	const { scope, user } = await aGrid(30);
	const store = await openStore(user, testSealer);
	const first = await tab(user, [scope]);
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(30));
	const second = await tab(user, [scope]);

	await store.save(scope, visit({ createdBy: user }));
	second.now('saved');
	await eventually(async () => expect(await store.count({ unsent: true })).toBe(0));
	expect((await onServer(scope)).size).toBe(31);
	expect((await server.takeLog()).filter(({ path }) => path.includes('_all_docs'))).toHaveLength(1);

	first.stop();
	await store.save(scope, visit({ createdBy: user }));
	second.now('saved');
	await eventually(async () => expect(await store.count({ unsent: true })).toBe(0));
	expect((await onServer(scope)).size).toBe(32);
	store.close();
});

test('what was saved without a server goes up when there is one and the device says it is online', async () => {
	const { scope, user } = await aGrid(2);
	const store = await openStore(user, testSealer);
	await tab(user, [scope]);
	await eventually(async () => expect(await store.count({ type: 'visit' })).toBe(2));
	await server.kill();
	await store.save(scope, visit({ createdBy: user }));
	ports[0]?.now('saved');
	await eventually(async () =>
		expect(await store.readSetting<SyncState>(SYNC_STATE_KEY)).toMatchObject({
			trouble: 'offline',
			running: false
		})
	);
	expect(await store.count({ unsent: true })).toBe(1);
	await server.start();
	window.dispatchEvent(new Event('online'));
	await eventually(async () => expect(await store.count({ unsent: true })).toBe(0));
	await eventually(async () => {
		const state = await store.readSetting<SyncState>(SYNC_STATE_KEY);
		expect(state?.trouble).toBeUndefined();
		expect(Math.abs(state?.clockOffset ?? Infinity)).toBeLessThan(2_000);
	});
	store.close();
});
