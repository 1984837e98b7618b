import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LinliServer } from './linli-server';
import { goTo, offlineShellReady, Phone, signIn } from './phone';

/*
 * Who works on the same people, and who must not hold them: two workers edit one household without a network, and the
 * devices of a monitor and a volunteer are looked into.
 */
const COMMUNITY = '330102016001';
const WORKER = 'grid03';
const COLLEAGUE = 'substitute';
const PHONE_NUMBER = '13900001234';
const NOTES = { first: '上门请先打电话。', second: '白天在女儿家，晚上回来。' };

let server: LinliServer;
let first: Phone;
let second: Phone;

test.beforeAll(async () => {
	server = await LinliServer.withDemo();
	const password = join(server.data, 'password');
	writeFileSync(password, 'linli-demo\n');
	const account = ['--community', COMMUNITY, '--user', COLLEAGUE, '--name', '钱进'];
	const duty = ['--role', 'gridWorker', '--grid', `${COMMUNITY}003`, '--password-file', password];
	server.linli('staff', 'add', ...account, ...duty);
	const volunteers = join(server.data, 'volunteers.csv');
	writeFileSync(volunteers, '队伍,账号,姓名\n邻里互助队,volunteer1,孙美丽\n');
	server.linli('team', 'create', '--community', COMMUNITY, '--file', volunteers);
	server.linli('staff', 'password', '--user', 'volunteer1', '--password-file', password);
	await server.start();
	first = new Phone();
	second = new Phone();
	await first.start();
	await second.start();
});
test.afterAll(async () => {
	await first?.remove();
	await second?.remove();
	await server?.remove();
});

test('two workers edit the same household offline: both edits stay, the note is contested and shown to both', async () => {
	const [page, other] = [await first.tab(), await second.tab()];
	for (const [tab, user] of [
		[page, WORKER],
		[other, COLLEAGUE]
	] as const) {
		await signIn(tab, server.origin, user);
		await goTo(tab, `${server.origin}/households?view=doors`);
		await expect(tab.getByText('正在取回您的网格')).toBeHidden();
		await expect(tab.locator('a.door').first()).toBeVisible();
		await offlineShellReady(tab);
	}
	await page.getByRole('searchbox').fill('王');
	await page.locator('a.door[href^="/households/"]').first().click();
	await expect(page.getByRole('link', { name: '更正这一户' })).toBeVisible();
	const household = new URL(page.url()).pathname;
	const resident = `${household}/residents/${await page
		.locator('a[href*="/residents/resident"]')
		.first()
		.getAttribute('href')
		.then((href) => href?.split('/').at(-1))}`;

	await first.context.setOffline(true);
	await second.context.setOffline(true);
	await goTo(page, server.origin + resident);
	await page.getByLabel('电话').fill(PHONE_NUMBER);
	await saveTo(page, household);
	await writeNote(page, household, NOTES.first);
	await goTo(other, server.origin + resident);
	await other.getByText('优抚', { exact: true }).click();
	await saveTo(other, household);
	await writeNote(other, household, NOTES.second);

	// The first is on the server before the second meets it there; then the first hears of both.
	await sendAll(first, page);
	await sendAll(second, other);
	await sendAll(first, page);
	await sendAll(second, other);

	const seen = await Promise.all([page, other].map((tab) => whatStands(tab, household, resident)));
	expect(seen[0]).toEqual(seen[1]);
	expect(seen[0]).toMatchObject({ phone: PHONE_NUMBER, category: true });
	for (const note of Object.values(NOTES)) expect(seen[0]?.contest).toContain(note);
});

test('the devices of a monitor and a volunteer hold no resident', async () => {
	for (const [user, scope] of [
		['monitor01', 'area-'],
		['volunteer1', 'care-']
	] as const) {
		const phone = new Phone();
		try {
			await phone.start();
			const page = await phone.tab();
			await signIn(page, server.origin, user);
			await goTo(page, `${server.origin}/me`);
			await page.getByRole('button', { name: '立即发送' }).click();
			const held = () => page.evaluate(rowsHeld, `linli-${user}`);
			await expect.poll(async () => (await held()).some((row) => row.startsWith(scope))).toBe(true);
			await expect(page.getByText(/上次联系服务器/)).toBeVisible();
			await expect(page.getByRole('button', { name: '立即发送' })).toBeVisible();
			expect((await held()).filter((row) => /people-|resident/.test(row))).toEqual([]);
		} finally {
			await phone.remove();
		}
	}
});

/** Runs in the page: scope and id of every record of a user's database. */
async function rowsHeld(name: string): Promise<string[]> {
	const done = <T>(request: IDBRequest<T>) =>
		new Promise<T>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const database = await done(indexedDB.open(name));
	const tables = ['records', 'revisions', 'scopes', 'locals'];
	const transaction = database.transaction(tables);
	const keys = await Promise.all(tables.map((table) => done(transaction.objectStore(table).getAllKeys())));
	database.close();
	return keys.flat().map(String);
}

async function saveTo(page: Page, address: string): Promise<void> {
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await page.waitForURL((url) => url.pathname === address);
}

async function writeNote(page: Page, household: string, note: string): Promise<void> {
	await page.getByRole('link', { name: '更正这一户' }).click();
	await page.getByLabel(/备注/).fill(note);
	await saveTo(page, household);
}

async function sendAll(phone: Phone, page: Page): Promise<void> {
	await phone.context.setOffline(false);
	await goTo(page, `${server.origin}/me`);
	await page.getByRole('button', { name: '立即发送' }).click();
	await expect(page.getByTestId('waiting')).toHaveText('0');
}

/** What a worker sees of the household: on every device the same. */
async function whatStands(page: Page, household: string, resident: string) {
	await goTo(page, server.origin + household);
	const contest = page.getByRole('region', { name: '两个人改了同一处' });
	await expect(contest).toBeVisible();
	const text = await contest.innerText();
	await goTo(page, server.origin + resident);
	await expect(page.getByLabel('电话')).toHaveValue(PHONE_NUMBER);
	return {
		contest: text,
		phone: await page.getByLabel('电话').inputValue(),
		category: await page.getByLabel('优抚', { exact: true }).isChecked()
	};
}
