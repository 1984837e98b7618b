import { expect, test, type Page } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { goTo, Phone, saveVisit, signIn } from './phone';
import { seedArea } from './seed-area';

/*
 * Every screen in light, dark and the elder view, on a phone and at a desk: axe finds nothing, the elder view keeps its
 * sizes and contrast, nothing is wider than the screen, and the strict CSP is never hit. What other journeys look at on
 * their way is named in `ELSEWHERE`.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
	'/pin': 'vault.spec.ts',
	'/unlock': 'vault.spec.ts',
	'/(app)/me/lock': 'vault.spec.ts',
	'/(app)/me/recovery': 'vault.spec.ts',
	'/(app)/me/sync': 'receipts.spec.ts',
	'/(app)/forms': 'forms.spec.ts',
	'/(app)/forms/preview': 'forms.spec.ts',
	'/(app)/manage': 'manage.spec.ts',
	'/(app)/manage/list': 'manage.spec.ts',
	'/(app)/manage/staff': 'manage.spec.ts',
	'/(app)/manage/pairings': 'manage.spec.ts',
	'/(app)/manage/surges': 'manage.spec.ts',
	'/(app)/manage/settings': 'manage.spec.ts'
};
const HERE = [
	'/',
	'/signin',
	'/(app)/today',
	'/(app)/households',
	'/(app)/households/scan',
	'/(app)/households/buildings/[id]',
	'/(app)/households/[id]',
	'/(app)/households/[id]/card',
	'/(app)/households/[id]/edit',
	'/(app)/households/[id]/residents/[resident]',
	'/(app)/households/[id]/visit',
	'/(app)/dwellings/[id]',
	'/(app)/places',
	'/(app)/places/[id]',
	'/(app)/issues',
	'/(app)/issues/[id]',
	'/(app)/me'
];
let server: LinliServer;
let phone: Phone;
let area: { point: string; issue: string };

test.beforeAll(async () => {
	server = await LinliServer.withDemo();
	await server.start();
	area = await seedArea(server);
	phone = new Phone();
	await phone.start();
});
test.afterAll(async () => {
	await phone?.remove();
	await server?.remove();
});

/** A tab at an address, whether the phone has been signed in before or not: each test stands alone. */
async function tabAt(path: string): Promise<Page> {
	const page = await phone.tab();
	await goTo(page, `${server.origin}${path}`);
	if (new URL(page.url()).pathname !== '/signin') return page;
	await signIn(page, server.origin, 'grid03');
	await expect(page.getByText('正在取回您的网格')).toBeHidden();
	await goTo(page, `${server.origin}${path}`);
	return page;
}

/** The address of the first door with somebody behind it. */
async function firstHousehold(): Promise<string> {
	const page = await tabAt('/households?view=doors');
	const door = page.locator('a.door[href^="/households/"]').first();
	const href = await door.getAttribute('href');
	await page.close();
	return href ?? '';
}

test('sign-in', async () => {
	const page = await phone.tab();
	await page.goto(`${server.origin}/signin`);
	await lookAtScreen(page, 'signin');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await expect(page.getByRole('alert')).toHaveText('请填写用户名。');
	await page.getByLabel('用户名').fill('grid03');
	await page.getByLabel('密码', { exact: true }).fill('wrong');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('用户名或密码不对');
	await lookAtScreen(page, 'signin-wrong');
	await page.close();
});

test('today, households, a household, the visit form, me, and an address that does not exist', async () => {
	const page = await phone.tab();
	await signIn(page, server.origin, 'grid03');
	await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
	await expect(page.getByText('正在取回您的网格')).toBeHidden();
	await lookAtScreen(page, 'today');

	await page.getByRole('link', { name: '住户', exact: true }).click();
	await expect(page.locator('.door-number').first()).toBeVisible();
	await lookAtScreen(page, 'households');
	await page.getByRole('searchbox').fill('王');
	await lookAtScreen(page, 'households-search');
	await page.getByRole('searchbox').fill('没有这个人');
	await expect(page.getByText('没有找到“没有这个人”')).toBeVisible();
	await lookAtScreen(page, 'households-nothing');
	await page.getByRole('searchbox').fill('');
	await goTo(page, `${server.origin}/households?view=doors`);

	await page.locator('a.door').first().click();
	await expect(page.getByRole('link', { name: '开始走访' })).toBeVisible();
	await lookAtScreen(page, 'household');
	await page.getByRole('button', { name: '显示全名' }).click();
	await lookAtScreen(page, 'household-revealed');

	await page.getByRole('link', { name: '开始走访' }).click();
	await expect(page.getByText('见到本人')).toBeVisible();
	await lookAtScreen(page, 'visit');
	await page.getByRole('button', { name: '保存走访' }).click();
	await lookAtScreen(page, 'visit-missing');
	await page.getByText('见到本人').click();
	await page.getByText('日常走访').click();
	await page.getByLabel(/备注/).fill('楼道堆放纸箱，已提醒。');
	await lookAtScreen(page, 'visit-filled');
	await saveVisit(page);
	await lookAtScreen(page, 'household-saved');

	await page.getByRole('link', { name: '我的' }).click();
	await expect(page.getByTestId('waiting')).toBeVisible();
	await lookAtScreen(page, 'me');

	await page.goto(`${server.origin}/no-such-page`);
	await expect(page.getByRole('heading', { name: '没有这一页' })).toBeVisible();
	await lookAtScreen(page, 'not-found');
	await page.close();
});

test('a building, a flat, people, a card, scanning one', async () => {
	const household = await firstHousehold();
	const page = await tabAt('/households');
	await page.locator('a[href^="/households/buildings/"]').first().click();
	await expect(page.getByRole('group', { name: /楼栋图/ }).first()).toBeVisible();
	await lookAtScreen(page, 'building');
	const flat = page.locator('a[href^="/dwellings/"]').first();
	const vacant = (await flat.count()) ? await flat.getAttribute('href') : undefined;
	await goTo(page, `${server.origin}${household}`);
	await page.getByRole('link', { name: '出示联系卡' }).click();
	await expect(page.getByRole('img', { name: '这一户的二维码' })).toBeVisible();
	await lookAtScreen(page, 'card');
	await page.goBack();
	await page.getByRole('link', { name: '添加住户成员' }).click();
	await expect(page.getByLabel('姓名', { exact: true })).toBeVisible();
	await lookAtScreen(page, 'person');
	await goTo(page, `${server.origin}${household}/edit`);
	await expect(page.getByRole('button', { name: '保存', exact: true })).toBeVisible();
	await lookAtScreen(page, 'household-edit');
	await goTo(page, `${server.origin}/households/scan`);
	await page.getByLabel('卡上的编号').fill('0000 0000');
	await page.getByRole('button', { name: '开始走访' }).click();
	await expect(page.getByText(/本机没有这张卡的住户/)).toBeVisible();
	await lookAtScreen(page, 'scan');
	if (vacant) {
		await goTo(page, `${server.origin}${vacant}`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await lookAtScreen(page, 'dwelling');
	}
	await page.close();
});

test('places and issues, each with its page', async () => {
	const page = await tabAt('/places');
	await expect(page.getByText('东门 1 号投放点')).toBeVisible();
	await lookAtScreen(page, 'places');
	await page.getByText('东门 1 号投放点').click();
	await expect(page.getByText(/1 项不合格/)).toBeVisible();
	await lookAtScreen(page, 'place');
	await page.getByRole('link', { name: '事件', exact: true }).click();
	await expect(page.getByText('垃圾暴露')).toBeVisible();
	await lookAtScreen(page, 'issues');
	await page.getByText('垃圾暴露').click();
	await expect(page.getByRole('heading', { name: '处理经过' })).toBeVisible();
	expect(new URL(page.url()).pathname).toBe(`/issues/${area.issue}`);
	await page.getByText('了结', { exact: true }).click();
	await page.getByLabel('了结的理由').fill('环卫已清运。');
	await lookAtScreen(page, 'issue');
	await page.getByRole('button', { name: '了结这个事件' }).click();
	await expect(page.getByRole('button', { name: '重新打开' })).toBeVisible();
	await page.close();
});

test('in English', async () => {
	const household = await firstHousehold();
	const page = await tabAt('/me');
	// Another language starts the app anew; the other tab is unlocked.
	const unlocked = await phone.tab();
	await goTo(unlocked, `${server.origin}/today`);
	await page.bringToFront();
	await page.getByRole('button', { name: 'English' }).click();
	await expect(page.getByRole('heading', { name: 'Me', exact: true })).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
	await lookAtScreen(page, 'en-me');
	for (const [path, name] of [
		['/today', 'today'],
		['/households', 'households'],
		[household, 'household'],
		[`${household}/visit`, 'visit']
	] as const) {
		await page.goto(`${server.origin}${path}`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await page.waitForTimeout(300);
		await lookAtScreen(page, `en-${name}`);
	}
	await page.goto(`${server.origin}/me`);
	await page.getByRole('button', { name: '中文' }).click();
	await page.close();
	await unlocked.close();
});

test('no route is left out', () => {
	const folder = join(import.meta.dirname, '..', '..', 'src', 'routes');
	const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => basename(file) === '+page.svelte')
		.map((file) => `/${dirname(file)}`.replace('/.', '/'));
	expect(routes.filter((route) => !HERE.includes(route) && !Object.hasOwn(ELSEWHERE, route))).toEqual([]);
});

test('a manager without a grid is told so', async () => {
	const other = new Phone();
	await other.start();
	const page = await other.tab();
	await signIn(page, server.origin, 'manager');
	await expect(page.getByText('本机没有住户资料')).toBeVisible();
	await lookAtScreen(page, 'manager-today');
	await other.remove();
});

test('the strict CSP was never hit', () => {
	expect(phone.complaints.filter((text) => /Content Security Policy|eval/i.test(text))).toEqual([]);
});
