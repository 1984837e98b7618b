import { expect, test, type Page } from '@playwright/test';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { goTo, offlineShellReady, Phone, saveVisit, signIn } from './phone';

/*
 * What became of a record, as its author sees it (N3): 仅本机 → 已到服务器 → 已阅; or refused, with the reason, mended
 * and sent.
 */
const WORKER = 'grid04';
const GRID = 'people-330102016001004';
const BAD = '备注里写着不能收的话，请改一改再送。';
const GOOD = '楼道灯已修好，老人放心了。';

let server: LinliServer;
let phone: Phone;
let desk: Phone;

test.beforeAll(async () => {
	server = await LinliServer.withDemo();
	await server.start();
	phone = new Phone();
	desk = new Phone();
	await phone.start();
	await desk.start();
});
test.afterAll(async () => {
	await phone?.remove();
	await desk?.remove();
	await server?.remove();
});

async function recordVisit(page: Page, note: string): Promise<void> {
	await page.getByRole('link', { name: '开始走访' }).click();
	await page.getByText('见到本人').click();
	await page.getByText('日常走访').click();
	await page.getByLabel(/备注/).fill(note);
	await saveVisit(page);
}

test('saved offline, on the server, seen by the manager', async () => {
	const page = await phone.tab();
	await signIn(page, server.origin, WORKER);
	await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
	await expect(page.getByText('正在取回您的网格')).toBeHidden();
	await offlineShellReady(page);
	await page.getByRole('link', { name: '住户', exact: true }).click();
	await page.getByRole('searchbox').fill('王');
	await page.locator('a.door[href^="/households/"]').nth(3).click();
	await expect(page.getByRole('link', { name: '开始走访' })).toBeVisible();
	const household = new URL(page.url()).pathname;

	await phone.context.setOffline(true);
	await recordVisit(page, GOOD);
	await expect(page.getByText('仅本机', { exact: true }).first()).toBeVisible();
	await page.getByRole('link', { name: '我的' }).click();
	await page.getByRole('link', { name: '同步详情' }).click();
	await expect(page.getByTestId('waiting')).toHaveText('1');
	await expect(page.getByRole('heading', { name: '等待送出' })).toBeVisible();
	await lookAtScreen(page, 'sync-waiting');

	await phone.context.setOffline(false);
	await page.getByRole('button', { name: '立即发送' }).click();
	await expect(page.getByTestId('waiting')).toHaveText('0');
	await expect(page.getByText('✓ 已到服务器').first()).toBeVisible();
	await lookAtScreen(page, 'sync-sent');

	const seat = await desk.tab();
	await signIn(seat, server.origin, 'manager');
	await goTo(seat, `${server.origin}/households`);
	await expect(seat.getByRole('heading', { name: '打开网格' })).toBeVisible();
	await lookAtScreen(seat, 'sync-open-grid');
	await seat.getByRole('button', { name: /04/ }).click();
	await expect(seat.getByText('正在取回您的网格')).toBeHidden();
	await goTo(seat, `${server.origin}${household}`);
	await expect(seat.getByText(GOOD)).toBeVisible();
	await seat.getByText(GOOD).scrollIntoViewIfNeeded();
	await expect
		.poll(async () => {
			const range = `startkey=${encodeURIComponent('"seen:"')}&endkey=${encodeURIComponent('"seen;"')}`;
			return ((await server.admin('GET', `/${GRID}/_all_docs?${range}`)) as { rows: unknown[] }).rows.length;
		})
		.toBeGreaterThan(0);

	await page.getByRole('button', { name: '立即发送' }).click();
	await expect(page.getByText('✓ 已阅').first()).toBeVisible();
	await goTo(page, `${server.origin}${household}`);
	await expect(page.getByText('✓ 已阅').first()).toBeVisible();
});

test('a refused record: the reason is shown, it is mended, it goes up', async () => {
	const page = await phone.tab();
	await goTo(page, `${server.origin}/households`);
	await page.getByRole('searchbox').fill('王');
	await page.locator('a.door[href^="/households/"]').nth(5).click();
	await server.admin('PUT', `/${GRID}/_design/strict`, {
		validate_doc_update: `function (doc) { if (doc.note && doc.note.indexOf('不能收的话') >= 0) throw { forbidden: 'note: no bad words' }; }`
	});
	await recordVisit(page, BAD);
	await page.getByRole('link', { name: '我的' }).click();
	await page.getByRole('link', { name: '同步详情' }).click();
	await expect(page.getByText('1 条被退回，没有丢失')).toBeVisible();
	await expect(page.getByText('服务器说：note: no bad words')).toBeVisible();
	await expect(page.getByText('! 被退回')).toBeVisible();
	await lookAtScreen(page, 'sync-returned');

	await page.getByRole('button', { name: '修改' }).click();
	await page.getByLabel('备注').fill(GOOD);
	await lookAtScreen(page, 'sync-mending');
	await page.getByRole('button', { name: '保存并重新送出' }).click();
	await expect(page.getByTestId('waiting')).toHaveText('0');
	await expect(page.getByText('1 条被退回，没有丢失')).toBeHidden();
	const range = `include_docs=true&startkey=${encodeURIComponent('"visit:"')}&endkey=${encodeURIComponent('"visit;"')}`;
	const { rows } = (await server.admin('GET', `/${GRID}/_all_docs?${range}`)) as {
		rows: { doc: { note?: string; answers: { note?: string } } }[];
	};
	const mended = rows.filter(({ doc }) => doc.note === GOOD && doc.answers.note === GOOD);
	expect(mended).toHaveLength(2);
});
