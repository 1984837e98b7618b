import { expect, test, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { goTo, Phone, signIn } from './phone';

/*
 * A manager at a desk: sees each grid's figures and the lists behind them, assigns a grid, pairs a volunteer with an old
 * person, plans an extra round and changes a rule; each can be taken back. The server opens the grid by itself.
 */
test.describe.configure({ mode: 'serial' });

const COMMUNITY = '330102016001';
const ROOT = join(import.meta.dirname, '..', '..');

let server: LinliServer;
let desk: Phone;
let page: Page;

test.beforeAll(async () => {
	server = await LinliServer.withDemo();
	await server.start();
	const made = spawnSync(
		process.execPath,
		[
			join(ROOT, 'build', 'linli.js'),
			...['team', 'create', '--community', COMMUNITY, '--name', '晚风', '--grid', `${COMMUNITY}002`]
		],
		{ env: { ...process.env, LINLI_DATA: server.data }, encoding: 'utf8' }
	);
	expect(made.status, made.stderr).toBe(0);
	await server.admin('POST', `/care-${COMMUNITY}t01`, {
		...record('volunteer', 'vol901'),
		...{ userName: 'vol901', name: '何桂兰', status: 'active' }
	});
	await server.admin('POST', `/care-${COMMUNITY}t01`, {
		...record('careRecipient', 'grid02'),
		...{ resident: `resident:${ULID}`, name: '王秀英', addressText: '金桂苑 3 幢 501', living: 'alone' }
	});
	desk = new Phone();
	await desk.start();
});
test.afterAll(async () => {
	await desk?.remove();
	await server?.remove();
});

const ULID = '01KAJ0000000000000000000AB';
const record = (type: string, createdBy: string) => ({
	...{ _id: `${type}:${ULID}`, type, v: 1, createdAt: '2026-11-01T02:00:00.000Z', createdBy },
	...{ device: 'import', stamp: '000000000.0000.import', origin: 'import' }
});

const open = (path: string) => goTo(page, `${server.origin}${path}`);
const undo = () => page.getByRole('button', { name: '撤销' });

test('figures of every grid, and the list behind a number', async () => {
	page = await desk.tab();
	await signIn(page, server.origin, 'manager');
	await open('/manage');
	const visits = page.getByRole('region', { name: '本月走访' });
	await expect(visits.getByRole('heading', { level: 3 })).toHaveText([
		...Array.from({ length: 8 }, (_, i) => `0${i + 1} 网格`),
		'全社区'
	]);
	await lookAtScreen(page, 'manage');

	const number = visits.getByRole('link', { name: /^02 网格 待走访 \d+$/ });
	const count = (await number.textContent()) ?? '';
	await number.click();
	await expect(page.getByRole('heading', { name: '02 网格 · 待走访' })).toBeVisible();
	await expect(page.getByText(`共 ${count} 户`)).toBeVisible();
	await expect(page.getByText(/还没有走访记录/).first()).toBeVisible();
	await lookAtScreen(page, 'manage-list');

	// Nobody's name leaves the server whole; whoever wants to open a household fetches the grid first.
	await page.getByRole('button', { name: '把“02 网格”取到本机' }).click();
	await expect(page.locator('a.card').first()).toBeVisible();
	await page.getByRole('link', { name: '管理', exact: true }).first().click();
	await page.getByRole('link', { name: /^02 网格 独居老人 0\/\d+$/ }).click();
	await expect(page.getByText('本月还没联系').first()).toBeVisible();
	await page.getByRole('button', { name: '本月已联系' }).click();
	await expect(page.getByText('这里没有住户')).toBeVisible();
});

test('a grid is assigned: the directory at once, the account when the server has it; and taken back', async () => {
	await open('/manage/staff');
	await page.getByRole('button', { name: '修改 王芳 的资料' }).click();
	await lookAtScreen(page, 'manage-staff');
	await page.getByRole('checkbox', { name: '05 网格' }).check();
	await page.getByLabel('工作电话').fill('8000');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('请填手机号（11 位）或带区号的座机号。')).toBeVisible();
	await page.getByLabel('工作电话').fill('0571-80000000');
	await page.getByLabel('工号').fill('WG-0101');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('王芳 的资料已保存')).toBeVisible();
	await expect(page.getByText('01 网格、05 网格')).toBeVisible();
	const rolesOf = async (name: string) =>
		((await server.admin('GET', `/_users/org.couchdb.user:${name}`)) as { roles: string[] }).roles;
	await expect.poll(() => rolesOf('grid01'), { timeout: 45_000 }).toContain(`people:${COMMUNITY}005`);

	await undo().click();
	await expect(page.getByText('已撤销')).toBeVisible();
	await expect(page.getByText('01 网格、05 网格')).toBeHidden();
	await expect.poll(() => rolesOf('grid01'), { timeout: 45_000 }).not.toContain(`people:${COMMUNITY}005`);
});

test('R-V11 a pairing is made, counted, ended and taken back', async () => {
	await open('/manage/pairings');
	await page.getByRole('button', { name: '新结对' }).click();
	await page.getByRole('button', { name: '保存结对' }).click();
	await expect(page.getByText('请选择帮扶人。')).toBeVisible();
	await page.getByLabel('帮扶人').selectOption({ label: '何桂兰（现帮 0 位）' });
	await page.getByLabel('服务对象').selectOption({ label: '王* · 金桂苑 3 幢 501' });
	await page.getByRole('button', { name: '保存结对' }).click();
	await expect(page.getByText('结对已保存')).toBeVisible();
	const card = page.getByRole('region', { name: '何桂兰' });
	await expect(card.getByText('帮 1 位')).toBeVisible();
	await expect(card.getByText(/本周还差 [12] 次/)).toBeVisible();
	await page.getByRole('button', { name: '结束 何桂兰 与 王* 的结对' }).click();
	await expect(card).toBeHidden();
	await undo().click();
	await expect(card).toBeVisible();
	await page.getByRole('button', { name: '新结对' }).click();
	await lookAtScreen(page, 'manage-pairings');
});

test('R-V8 an extra round is planned and adds tasks; ended, they are gone', async () => {
	await open('/manage/surges');
	await page.getByRole('button', { name: '安排一轮' }).click();
	await page.getByRole('button', { name: '台风' }).click();
	await expect(page.getByLabel('名称')).toHaveValue('台风走访');
	await page.getByLabel('第一天').fill('2020-01-02');
	await page.getByLabel('最后一天').fill('2020-01-01');
	await page.getByRole('button', { name: '保存安排' }).click();
	await expect(page.getByText('最后一天不能早于第一天。')).toBeVisible();
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
	await page.getByLabel('第一天').fill(today);
	await page.getByLabel('最后一天').fill(today);
	await page.getByRole('button', { name: '保存安排' }).click();
	await expect(page.getByText('“台风走访”已安排')).toBeVisible();
	await expect(page.getByText('进行中')).toBeVisible();
	await page.getByRole('button', { name: '安排一轮' }).click();
	await lookAtScreen(page, 'manage-surges');
	// The second grid lies on this device: its tasks say why.
	await open('/today');
	await expect(page.getByText(/台风走访/).first()).toBeVisible();
	await open('/manage/surges');
	await page.getByRole('button', { name: '现在结束“台风走访”' }).click();
	await expect(page.getByText('“台风走访”已结束，任务已撤下')).toBeVisible();
	await open('/today');
	await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
	await expect(page.getByText(/台风走访/)).toHaveCount(0);
});

test('N10 a rule is changed within its bounds, and taken back', async () => {
	await open('/manage/settings');
	const gap = page.getByRole('group', { name: 'A 级（每周）' }).getByLabel('两次见面最长间隔');
	await gap.fill('3');
	await expect(page.getByText('最小是 7。')).toBeVisible();
	await gap.fill('8');
	await lookAtScreen(page, 'manage-settings');
	await page.getByRole('button', { name: '保存' }).first().click();
	await expect(page.getByText('社区设置已保存')).toBeVisible();
	await expect(gap).toHaveValue('8');
	await undo().click();
	await expect(page.getByText('已撤销')).toBeVisible();
	await expect(gap).toHaveValue('10');
	expect(desk.complaints.filter((text) => /Content Security Policy|eval/i.test(text))).toEqual([]);
});
