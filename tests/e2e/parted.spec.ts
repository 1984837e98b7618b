import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { goTo, Phone, saveVisit, signIn } from './phone';

/*
 * N1 in the worst order: a visit is sent, its author loses the grid, and the server is lost and restored from a backup of
 * before. Nobody else had fetched it; it comes back from a phone whose user could not read it (docs/adr/0017).
 */
const WORKER = 'grid06';
const GRID = 'people-330102016001006';
const NOTE = '老人说下周去女儿家住，周三之后再来。';

test('sent, the grid taken away, the server restored from before: the visit comes back', async () => {
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	const backup = join(server.data, 'backup');
	const visits = async () => {
		const range = `include_docs=true&startkey=${encodeURIComponent('"visit:"')}&endkey=${encodeURIComponent('"visit;"')}`;
		const { rows } = (await server.admin('GET', `/${GRID}/_all_docs?${range}`)) as {
			rows: { doc: { note?: string; createdBy: string } }[];
		};
		return rows.filter(({ doc }) => doc.note === NOTE).map(({ doc }) => doc.createdBy);
	};
	const take = async (roles: (all: string[]) => string[]) => {
		const path = `/_users/org.couchdb.user:${WORKER}`;
		const account = (await server.admin('GET', path)) as { roles: string[] };
		await server.admin('PUT', path, { ...account, roles: roles(account.roles) });
	};
	try {
		await server.start();
		await server.kill();
		server.linli('backup', '--out', backup);
		await server.start();
		await phone.start();
		const page = await phone.tab();
		await signIn(page, server.origin, WORKER);
		await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
		await expect(page.getByText('正在取回您的网格')).toBeHidden();
		await goTo(page, `${server.origin}/households?view=doors`);
		await page.locator('a.door[href^="/households/"]').first().click();
		await page.getByRole('link', { name: '开始走访' }).click();
		await page.getByText('见到本人').click();
		await page.getByText('日常走访').click();
		await page.getByLabel(/备注/).fill(NOTE);
		await saveVisit(page);
		await expect(page.getByText('已到服务器').first()).toBeVisible();
		expect(await visits()).toEqual([WORKER]);

		await take((roles) => roles.filter((role) => !role.startsWith('people:')));
		await page.getByRole('link', { name: '我的' }).click();
		await page.getByRole('link', { name: '同步详情' }).click();
		await page.getByRole('button', { name: '立即发送' }).click();
		await expect(page.getByText('本机封存着 1 份副本')).toBeVisible();
		await page.getByText('本机封存着').scrollIntoViewIfNeeded();
		await lookAtScreen(page, 'sync-kept');

		// The disk of the server is gone, and with it whatever came after the backup.
		await server.kill();
		rmSync(join(server.data, 'couch'), { recursive: true });
		server.linli('restore', '--from', backup);
		await server.start();
		expect(await visits()).toEqual([]);
		await take((roles) => roles.filter((role) => !role.startsWith('people:')));

		// The next morning: the app is opened again, and its session is the lost server's.
		await goTo(page, `${server.origin}/me`);
		await page.getByRole('link', { name: '重新登录', exact: true }).click();
		await page.getByLabel('密码', { exact: true }).fill('linli-demo');
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await expect.poll(visits, { timeout: 45_000 }).toEqual([WORKER]);
		await goTo(page, `${server.origin}/households?view=doors`);
		await expect(page.locator('a.door')).toHaveCount(0);
	} finally {
		await phone.remove();
		await server.remove();
	}
});
