import { expect, test, type Page } from '@playwright/test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LinliServer } from './linli-server';
import { enterPin, Phone, PIN, saveVisit, signIn } from './phone';

/*
 * A lost phone (N8): after a day's work, locked and switched off, nobody finds a name, a telephone number, a note or an
 * answer in any table, any cache or any file of the browser's profile. The search itself is proved by a plain word.
 */
const WORKER = 'grid01';
const GRID = 'people-330102016001001';
const NOTE = '赵奶奶说煤气灶打不着火，约了周三上门看';
const DRAFT = '钱大爷的孙子在外地，春节才回来';
const CONTROL = '这一句明明白白地放在浏览器里';
const BUILD = join(import.meta.dirname, '..', '..', 'build', 'app', 'client');

test('a phone that is found holds no word about anybody', async () => {
	test.slow();
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	try {
		await server.start();
		await phone.start();
		const words = await personalWords(server);
		expect(words.length).toBeGreaterThan(100);
		const page = await phone.tab();
		await signIn(page, server.origin, WORKER);
		await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
		await expect(page.getByText('正在取回您的网格')).toBeHidden();
		await work(page, words.find((word) => /^[一-龥]{3}$/.test(word)) ?? '');

		await page.getByRole('link', { name: '我的' }).click();
		await page.getByRole('button', { name: '立即锁定' }).click();
		await expect(page.getByRole('heading', { name: '解锁' })).toBeVisible();
		const wanted = [...words, NOTE, DRAFT, PIN];

		const locked = await page.evaluate(everythingStored);
		expect(locked.length, 'the dump holds the sealed rows').toBeGreaterThan(1_000_000);
		expect(wanted.filter((word) => locked.includes(word))).toEqual([]);
		expect(await page.content()).not.toContain(words[0]);

		await page.evaluate(keepPlain, CONTROL);
		expect(await page.evaluate(everythingStored)).toContain(CONTROL);
		// What LevelDB holds in memory is written when the browser closes.
		await phone.close();
		const found = searchFiles(phone.profile, [...wanted, CONTROL]);
		expect(found.get(CONTROL)?.length, 'the search finds what lies plain').toBeGreaterThan(0);
		found.delete(CONTROL);
		expect([...found]).toEqual([]);

		// And nothing was lost by it.
		await phone.start();
		const again = await phone.tab();
		await again.goto(`${server.origin}/me`);
		await enterPin(again);
		await expect(again.getByTestId('waiting')).toBeVisible();
	} finally {
		await phone.remove();
		await server.remove();
	}
});

/** A search by name, a name revealed, a visit with a note, and a form begun. */
async function work(page: Page, name: string): Promise<void> {
	await page.getByRole('link', { name: '住户', exact: true }).click();
	await page.getByRole('searchbox').fill(name);
	await page.waitForTimeout(1_000);
	await page.locator('a.door').first().click();
	await page.getByRole('button', { name: '显示全名' }).click();
	await page.getByRole('link', { name: '开始走访' }).click();
	await page.getByText('见到本人').click();
	await page.getByText('日常走访').click();
	await page.getByLabel(/备注/).fill(NOTE);
	await saveVisit(page);
	await page.getByRole('link', { name: '开始走访' }).click();
	await page.getByText('拒访').click();
	await page.getByLabel(/备注/).fill(DRAFT);
	await page.waitForTimeout(2_000);
}

/** Names of three characters and telephone numbers of the grid, but for what the app's own files contain. */
async function personalWords(server: LinliServer): Promise<string[]> {
	const session = await fetch(`${server.origin}/db/_session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: WORKER, password: 'linli-demo' })
	});
	const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
	const answer = await fetch(`${server.origin}/db/${GRID}/_all_docs?include_docs=true`, {
		headers: { cookie }
	});
	const { rows } = (await answer.json()) as { rows: { doc: { name?: string; phone?: string } }[] };
	const all = new Set(rows.flatMap(({ doc }) => [doc.name ?? '', doc.phone ?? '']));
	const chosen = [...all].filter((word) => /^[一-龥]{3}$|^\d{11}$/.test(word));
	const app = searchFiles(BUILD, chosen);
	return chosen.filter((word) => !app.has(word)).slice(0, 400);
}

/** Where the words stand in the files of a folder, as UTF-8 and as UTF-16. */
function searchFiles(folder: string, words: readonly string[]): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		if (!statSync(path).size) continue;
		const bytes = readFileSync(path);
		const texts = [bytes.toString('utf8'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')];
		for (const word of words)
			if (texts.some((text) => text.includes(word))) found.set(word, [...(found.get(word) ?? []), path]);
	}
	return found;
}

/** Runs in the page: every row of every IndexedDB table, both storages and every cache, as text. */
async function everythingStored(): Promise<string> {
	const texts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
	const done = <T>(request: IDBRequest<T>) =>
		new Promise<T>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const read = async (value: unknown): Promise<void> => {
		if (value instanceof Blob) texts.push(await value.text());
		else if (value instanceof Uint8Array) texts.push(new TextDecoder().decode(value));
		else if (typeof value === 'object' && value !== null)
			for (const [key, inner] of Object.entries(value)) {
				texts.push(key);
				await read(inner);
			}
		else texts.push(String(value));
	};
	for (const { name } of await indexedDB.databases()) {
		if (!name) continue;
		const database = await done(indexedDB.open(name));
		for (const table of database.objectStoreNames) {
			const store = database.transaction(table).objectStore(table);
			const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
			texts.push(JSON.stringify(keys));
			for (const row of rows) await read(row);
		}
		database.close();
	}
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			const answer = await cache.match(request);
			texts.push(request.url, (await answer?.text()) ?? '');
		}
	}
	return texts.join('\n');
}

/** Runs in the page: stores a word as it stands. */
function keepPlain(word: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open('control', 1);
		request.onupgradeneeded = () => request.result.createObjectStore('words');
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const transaction = request.result.transaction('words', 'readwrite');
			transaction.objectStore('words').put({ word }, 1);
			transaction.oncomplete = () => resolve(request.result.close());
		};
	});
}
