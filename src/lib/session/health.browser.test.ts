import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from '../store/contract';
import { databaseName } from '../store/database';
import { openStore } from '../store/open';
import { GRID, newUser, testSealer, visit } from '../store/scenarios';
import { DeviceHealth } from './health.svelte';

let user: string;
let store: Store;
let health: DeviceHealth;
const open = async () => {
	store = await openStore(user, testSealer);
	health = new DeviceHealth(store, user);
	await health.start();
};
const close = () => {
	health.stop();
	store.close();
};
beforeEach(async () => {
	user = newUser();
	await open();
});
afterEach(close);

/** What a browser does when it throws a site's data away, as far as it goes. */
const evict = async () => {
	close();
	await new Promise((resolve, reject) => {
		const request = indexedDB.deleteDatabase(databaseName(user));
		request.onsuccess = resolve;
		request.onerror = reject;
	});
};
const cookies = () => document.cookie.split('; ').filter((pair) => pair.includes(user));

test('a database that is still there is no news, however often it is opened', async () => {
	await store.save(GRID, visit());
	close();
	await open();
	expect(health.vanished).toBeUndefined();
});

test('N1: a vanished database is noticed, with what was unsent in it, until somebody has taken note', async () => {
	await store.save(GRID, visit());
	await store.save(GRID, visit());
	await vi.waitFor(() => expect(cookies()[0]).toMatch(/\.2\.\d+$/));
	await evict();
	await open();
	expect(health.vanished).toMatchObject({ unsent: 2 });
	await store.save(GRID, visit());
	close();
	await open();
	expect(health.vanished).toMatchObject({ unsent: 2 });
	await health.acknowledge();
	expect(health.vanished).toBeUndefined();
	close();
	await open();
	expect(health.vanished).toBeUndefined();
});

test('either mark is enough', async () => {
	const key = Object.keys(localStorage).find((name) => name.includes(user)) ?? '';
	await evict();
	localStorage.removeItem(key);
	await open();
	expect(health.vanished).toMatchObject({ unsent: 0 });
	await health.acknowledge();
	await evict();
	for (const pair of cookies()) document.cookie = `${pair.split('=')[0]}=; path=/; max-age=0`;
	expect(cookies()).toEqual([]);
	await open();
	expect(health.vanished).toMatchObject({ unsent: 0 });
});

test('marks that were cleared while the database stayed are made again', async () => {
	close();
	localStorage.clear();
	for (const pair of cookies()) document.cookie = `${pair.split('=')[0]}=; path=/; max-age=0`;
	await open();
	expect(health.vanished).toBeUndefined();
	expect(cookies()).toHaveLength(1);
});

test('the browser is asked to keep the data after the first save, not before', async () => {
	const persist = vi.spyOn(StorageManager.prototype, 'persist');
	await store.count({ unsent: true });
	expect(persist).not.toHaveBeenCalled();
	await store.save(GRID, visit());
	await vi.waitFor(() => expect(persist).toHaveBeenCalledTimes(1));
	await store.save(GRID, visit());
	await vi.waitFor(() => expect(cookies()[0]).toMatch(/\.2\.\d+$/));
	expect(persist).toHaveBeenCalledTimes(1);
	persist.mockRestore();
});

test('the level follows what the browser says', async () => {
	await health.look();
	expect(health.space?.quota).toBeGreaterThan(0);
	expect(health.level).toBe('enough');
	const estimate = vi.spyOn(StorageManager.prototype, 'estimate');
	estimate.mockResolvedValue({ usage: 85, quota: 100 });
	await health.look();
	expect(health.level).toBe('low');
	estimate.mockRestore();
});
