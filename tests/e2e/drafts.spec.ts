import { expect, test, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { copyOfTheBuild, newVersion } from './deployment';
import { homesOf } from './demo-people';
import { LinliServer } from './linli-server';
import { publish } from './long-form';
import { goTo, offlineShellReady, Phone, saveVisit, signIn, unlock } from './phone';

/*
 * What was filled in survives (N1): a killed browser, an update, signing out, a lock; always the last answer but at most
 * the one being typed.
 */
let server: LinliServer;
let phone: Phone;
let copy: string;

test.beforeAll(async () => {
	copy = copyOfTheBuild();
	server = await LinliServer.withDemo(undefined, copy);
	await server.start();
	await publish(server, '2026112150');
});
test.beforeEach(async () => {
	phone = new Phone();
	await phone.start();
});
test.afterEach(async () => phone?.remove());
test.afterAll(async () => {
	await server?.remove();
	rmSync(copy, { recursive: true, force: true });
});

/** Opens the visit form of some household of grid02, which has the 30 questions. */
async function openForm(page: Page, place = 5): Promise<string> {
	await signIn(page, server.origin, 'grid02');
	await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
	await expect(page.getByText('正在取回您的网格')).toBeHidden();
	const home = (await homesOf(server, 'grid02', 'people-330102016001002')).filter(({ ordinary }) => ordinary)[
		place
	];
	const form = `${home?.path}/visit?form=household-visit`;
	await goTo(page, server.origin + form);
	if (new URL(page.url()).pathname === '/unlock') await unlock(page);
	await expect(page.getByLabel('第30题').or(page.getByRole('group', { name: '第30题' }))).toBeVisible();
	return form;
}

/** Waits until the screen says, from the disk, that this minute's answers are kept. */
const kept = (page: Page) => expect(page.getByText(/草稿已存在本机/)).toBeVisible();

async function answer(page: Page): Promise<void> {
	await page.getByText('见到本人').click();
	await page.getByLabel('备注').fill('老人说楼道灯坏了');
	await page.getByLabel('第4题').fill('42');
	await page.getByLabel('第3题').pressSequentially('每个字都在');
	await kept(page);
}

async function expectAnswers(page: Page, last = '每个字都在'): Promise<void> {
	await expect(page.getByLabel('备注')).toHaveValue('老人说楼道灯坏了');
	await expect(page.getByLabel('第4题')).toHaveValue('42');
	await expect(page.getByRole('radio', { name: '见到本人' })).toBeChecked();
	const typed = await page.getByLabel('第3题').inputValue();
	expect(last.startsWith(typed), `“${typed}” is what was typed, perhaps without its end`).toBe(true);
}

test('SIGKILL of the browser: the draft is in today’s list and opens with its answers', async () => {
	const page = await phone.tab();
	await openForm(page);
	await offlineShellReady(page);
	await phone.cookieOnDisk();
	await answer(page);
	await phone.kill();
	await phone.start();
	const again = await phone.tab();
	await goTo(again, `${server.origin}/today`);
	await expect(again.getByRole('heading', { name: '没填完的 1 份' })).toBeVisible();
	await again.getByRole('link', { name: /入户走访/ }).click();
	await expect(again.getByText(/接着上次的填写/)).toBeVisible();
	await expectAnswers(again);
	// It opens where it stopped.
	await expect(again.getByLabel('第3题')).toBeFocused();
	await saveVisit(again);
	await again.getByRole('link', { name: '今日', exact: true }).click();
	await expect(again.getByText(/今天已走访 [1-9]/)).toBeVisible();
	await expect(again.getByText('没填完的')).toBeHidden();
});

test('an update of the app', async () => {
	const page = await phone.tab();
	await openForm(page, 6);
	await offlineShellReady(page);
	await answer(page);
	await server.kill();
	newVersion(copy);
	await server.start();
	await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
	const reloaded = page.waitForEvent('load');
	await page.getByRole('button', { name: '现在更新' }).click();
	await reloaded;
	await page.getByRole('main').waitFor();
	if (new URL(page.url()).pathname === '/unlock') await unlock(page);
	await expectAnswers(page);
});

test('signing out and in', async () => {
	const page = await phone.tab();
	const form = await openForm(page, 7);
	await answer(page);
	await page.getByRole('link', { name: '我的' }).click();
	await page.getByRole('button', { name: '退出登录' }).click();
	await page.getByLabel('用户名').fill('grid02');
	await page.getByLabel('密码', { exact: true }).fill('linli-demo');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL(/unlock|today/);
	if (page.url().includes('/unlock')) await unlock(page);
	await goTo(page, `${server.origin}${form}`);
	await expectAnswers(page);
});

test('a lock, right after the last key', async () => {
	const page = await phone.tab();
	const form = await openForm(page, 8);
	await answer(page);
	const other = await phone.tab();
	await goTo(other, `${server.origin}/me`);
	await page.getByLabel('第3题').press('End');
	await page.getByLabel('第3题').pressSequentially('。');
	await other.getByRole('button', { name: '立即锁定' }).click();
	await page.waitForURL('**/unlock*');
	await other.close();
	await unlock(page);
	await goTo(page, `${server.origin}${form}`);
	await expectAnswers(page, '每个字都在。');
});
