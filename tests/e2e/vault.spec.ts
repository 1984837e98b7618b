import { expect, test, type Page } from '@playwright/test';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { enterPin, goTo, Phone, signIn, unlock } from './phone';

/* The vault on a real phone: PIN, lock, waiting, change, a second user, and a manager's help (N8, R-P3). */
test.describe.configure({ mode: 'serial' });
const OTHER = '906472';
const WRONG = '583927';

let server: LinliServer;
let phone: Phone;

test.beforeAll(async () => {
	server = await LinliServer.withDemo();
	await server.start();
	phone = new Phone();
	await phone.start();
});
test.afterAll(async () => {
	await phone?.remove();
	await server?.remove();
});

const ready = (page: Page) => expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();

test('a PIN is set at the first sign-in; one that is easy to guess is refused with a reason', async () => {
	const page = await phone.tab();
	await page.goto(`${server.origin}/signin`);
	await page.getByLabel('用户名').fill('grid06');
	await page.getByLabel('密码', { exact: true }).fill('linli-demo');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await expect(page.getByRole('heading', { name: '设置 PIN' })).toBeVisible();
	await lookAtScreen(page, 'pin-set');
	for (const [weak, reason] of [
		['123456', '连续的数字'],
		['111111', '重复的字'],
		['198503', '像生日']
	] as const) {
		await enterPin(page, '请设 6 位数字', weak);
		await expect(page.getByRole('alert')).toContainText(reason);
	}
	await lookAtScreen(page, 'pin-refused');
	await enterPin(page, '请设 6 位数字');
	await enterPin(page, '请再输一遍', OTHER);
	await expect(page.getByRole('alert')).toContainText('两次不一样');
	// With the thumb, on the keypad.
	for (const round of ['请设 6 位数字', '请再输一遍']) {
		await expect(page.getByLabel(round, { exact: true })).toBeAttached();
		for (const digit of '274915') await page.getByRole('button', { name: digit, exact: true }).click();
	}
	await ready(page);
	await page.close();
});

test('locking leaves nothing open in any tab, and the PIN opens it without a network', async () => {
	const page = await phone.tab();
	await goTo(page, `${server.origin}/me`);
	// A second tab is handed the key by the first.
	const second = await phone.tab();
	await second.goto(`${server.origin}/households`);
	await expect(second.locator('.door-number').first()).toBeVisible();
	await page.getByRole('button', { name: '立即锁定' }).click();
	for (const tab of [page, second]) await expect(tab.getByRole('heading', { name: '解锁' })).toBeVisible();
	await page.bringToFront();
	await lookAtScreen(page, 'unlock');
	expect(await second.title()).toBe('解锁 · 邻里 Linli');

	await phone.context.setOffline(true);
	await server.kill();
	await unlock(second);
	await expect(second.locator('.door-number').first()).toBeVisible();
	await server.start();
	await phone.context.setOffline(false);
	await page.close();
	await second.close();
});

test('wrong PINs make it wait, over a reload and a killed browser, and erase nothing', async () => {
	const page = await phone.tab();
	await page.goto(`${server.origin}/today`);
	for (const wrong of [1, 2, 3]) {
		await enterPin(page, '请输入 PIN', WRONG);
		await expect(page.getByRole('alert')).toContainText(wrong < 3 ? '请再试' : '要等一会儿');
	}
	await lookAtScreen(page, 'unlock-wrong');
	for (let wrong = 4; wrong <= 5; wrong++) {
		await expect(page.getByLabel('请输入 PIN', { exact: true })).toBeEditable();
		await enterPin(page, '请输入 PIN', WRONG);
	}
	await expect(page.getByRole('timer')).toBeVisible();
	await lookAtScreen(page, 'unlock-waiting');
	await page.reload();
	await expect(page.getByRole('timer')).toBeVisible();
	await phone.kill();
	await phone.start();
	const again = await phone.tab();
	await again.goto(`${server.origin}/today`);
	await expect(again.getByRole('timer')).toBeVisible();
	await expect(again.getByLabel('请输入 PIN', { exact: true })).not.toBeEditable();
	await expect(again.getByRole('timer')).toBeHidden();
	await unlock(again);
	await ready(again);
	await again.close();
});

test('the PIN is changed in 我的, after the old one', async () => {
	const page = await phone.tab();
	await goTo(page, `${server.origin}/me`);
	await page.getByRole('link', { name: '锁定与 PIN' }).click();
	await lookAtScreen(page, 'lock-settings');
	await page.getByLabel('多久不操作就锁定').selectOption('30');
	await page.getByRole('button', { name: '更换 PIN' }).click();
	await enterPin(page, '请输入现在的 PIN', WRONG);
	await expect(page.getByRole('alert')).toContainText('PIN 不对');
	await enterPin(page, '请输入现在的 PIN');
	await enterPin(page, '请设 6 位数字', OTHER);
	await enterPin(page, '请再输一遍', OTHER);
	await expect(page.getByText('PIN 已更换。')).toBeVisible();
	await page.reload();
	await enterPin(page);
	await expect(page.getByRole('alert')).toContainText('PIN 不对');
	await enterPin(page, '请输入 PIN', OTHER);
	await expect(page.getByLabel('多久不操作就锁定')).toHaveValue('30');
	await page.close();
});

test('a second user of the phone has a PIN and records of their own', async () => {
	const page = await phone.tab();
	await page.goto(`${server.origin}/today`);
	await page.getByRole('button', { name: '换人' }).click();
	await page.getByRole('link', { name: '用别的账号登录' }).click();
	await page.getByLabel('用户名').fill('grid07');
	await page.getByLabel('密码', { exact: true }).fill('linli-demo');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await enterPin(page, '请设 6 位数字');
	await enterPin(page, '请再输一遍');
	await ready(page);
	await page.reload();
	await page.getByRole('button', { name: '换人' }).click();
	await lookAtScreen(page, 'users');
	await page.getByRole('button', { name: 'grid06' }).click();
	await expect(page.getByText('用户 grid06')).toBeVisible();
	await enterPin(page);
	await expect(page.getByRole('alert')).toContainText('PIN 不对');
	await enterPin(page, '请输入 PIN', OTHER);
	await ready(page);

	// The server's word alone opens nothing.
	await page.goto(`${server.origin}/signin?other`);
	await page.getByLabel('用户名').fill('grid07');
	await page.getByLabel('密码', { exact: true }).fill('linli-demo');
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await expect(page.getByText('用户 grid07')).toBeVisible();
	await unlock(page);
	await ready(page);
	await page.close();
});

test('a manager opens the phone of a worker who forgot the PIN', async () => {
	test.slow();
	const office = new Phone();
	const field = new Phone();
	try {
		await office.start();
		const desk = await office.tab();
		await signIn(desk, server.origin, 'manager');
		await desk.getByRole('link', { name: '我的' }).click();
		await desk.getByRole('link', { name: '社区恢复口令' }).click();
		await lookAtScreen(desk, 'recovery');
		await desk.getByRole('button', { name: '生成恢复口令' }).click();
		const passphrase = await desk.getByTestId('community-code').innerText();
		await lookAtScreen(desk, 'recovery-passphrase');
		await desk.getByLabel(/最后 4 位/).fill('0000');
		await desk.getByRole('button', { name: '已抄好，启用' }).click();
		await expect(desk.getByText('和上面的最后 4 位不一样')).toBeVisible();
		await desk.getByLabel(/最后 4 位/).fill(passphrase.slice(-4).toLowerCase());
		await desk.getByRole('button', { name: '已抄好，启用' }).click();
		await expect(desk.getByText('恢复口令已启用')).toBeVisible();
		await desk.getByRole('link', { name: '我的' }).last().click();
		await expect(desk.getByTestId('waiting')).toHaveText('0');

		await field.start();
		const page = await field.tab();
		await signIn(page, server.origin, 'grid08');
		await ready(page);
		await expect(page.getByText('正在取回您的网格')).toBeHidden();
		await expect
			.poll(() => page.evaluate(hasDeposit, 'grid08'), { message: 'the code is deposited' })
			.toBe(true);
		await page.reload();
		await page.getByRole('button', { name: '忘记 PIN' }).click();
		await lookAtScreen(page, 'forgot');
		const request = await page.getByTestId('recovery-request').innerText();

		await desk.goto(`${server.origin}/me/recovery`);
		await unlock(desk);
		await desk.getByLabel('同事发来的求助文字').fill(`帮我看下 ${request}`);
		await desk.getByLabel('恢复口令（24 位）').fill('0000');
		await desk.getByRole('button', { name: '取得恢复码' }).click();
		await expect(desk.getByText('恢复口令不对')).toBeVisible();
		await desk.getByLabel('恢复口令（24 位）').fill(passphrase);
		await desk.getByRole('button', { name: '取得恢复码' }).click();
		const code = await desk.getByTestId('recovery-code').innerText();
		await lookAtScreen(desk, 'recovery-code');

		await page.getByLabel('恢复码（16 位）').fill(code);
		await page.getByRole('button', { name: '下一步' }).click();
		await enterPin(page, '请设 6 位数字', OTHER);
		await enterPin(page, '请再输一遍', OTHER);
		await ready(page);
		await page.reload();
		await enterPin(page);
		await expect(page.getByRole('alert')).toContainText('PIN 不对');
		await enterPin(page, '请输入 PIN', OTHER);
		await ready(page);
	} finally {
		await office.remove();
		await field.remove();
	}
});

test('the strict CSP was never hit', () => {
	expect(phone.complaints.filter((text) => /Content Security Policy|eval/i.test(text))).toEqual([]);
});

/** Runs in the page: whether the recovery code of this user lies there sealed for the managers. */
function hasDeposit(user: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open('linli-device');
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const found = request.result.transaction('notes').objectStore('notes').get(`vault:${user}`);
			found.onsuccess = () => {
				request.result.close();
				resolve(!!(found.result as { escrow?: unknown } | undefined)?.escrow);
			};
		};
	});
}
