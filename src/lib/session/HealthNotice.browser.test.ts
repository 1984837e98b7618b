import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '../paraglide/runtime';
import type { Store } from '../store/contract';
import { DeviceDatabase, databaseName, writing } from '../store/database';
import { openStore } from '../store/open';
import { GRID, newUser, testSealer, visit } from '../store/scenarios';
import { readMark, writeMark } from '../store/sentinel';
import '../ui/styles/base.css';
import '../ui/styles/tokens.css';
import { DeviceHealth } from './health.svelte';
import HealthNotice from './HealthNotice.svelte';

/* What a device's storage needs a person for, as it is shown: over a real store, in both languages. */
const record = visit();
let user: string;
let store: Store;
let health: DeviceHealth;
beforeEach(async () => {
	speak('zh-CN');
	user = newUser();
	store = await openStore(user, testSealer);
	await store.save(GRID, record);
	health = new DeviceHealth(store, user);
});
afterEach(() => {
	health.stop();
	store.close();
});

/** One bit of the sealed body on the disk is another one. */
async function damage(): Promise<void> {
	const db = new DeviceDatabase(databaseName(user));
	await writing(db, 'relaxed', async () => {
		const row = await db.records.get([GRID, record._id]);
		if (!(row?.body instanceof Uint8Array)) throw new Error('not sealed');
		row.body[40] = (row.body[40] ?? 0) ^ 1;
		await db.records.put(row);
	});
	db.close();
}

function speak(locale: 'zh-CN' | 'en'): void {
	overwriteGetLocale(() => locale);
	document.documentElement.lang = locale;
}

const violations = async () => (await axe.run('.notice')).violations.map(({ id }) => id);

test('a record that does not open is told with its number, and can be put away for now', async () => {
	await damage();
	await health.start();
	render(HealthNotice, { health, dismissable: true });
	expect(await store.find({ type: 'visit', scopes: [GRID] })).toEqual([]);
	await expect.element(page.getByText('有 1 条记录打不开')).toBeVisible();
	await expect.element(page.getByText(record._id)).toBeVisible();
	expect(await violations()).toEqual([]);
	await page.getByRole('button', { name: '以后再说' }).click();
	await expect.element(page.getByText(record._id)).not.toBeInTheDocument();
});

test('a database that has gone is told, with what had waited in it, until somebody has taken note', async () => {
	writeMark(user, { id: 'another', unsent: 3, at: new Date().toISOString() });
	await health.start();
	speak('en');
	render(HealthNotice, { health });
	const alert = page.getByRole('alert');
	await expect.element(alert).toHaveTextContent(/\b3\b/);
	expect(await violations()).toEqual([]);
	await page.getByRole('button').click();
	await expect.element(alert).not.toBeInTheDocument();
	// The store is closed only when all of it has been written.
	await vi.waitFor(() => expect(readMark(user)).toMatchObject({ unsent: 1 }));
});
