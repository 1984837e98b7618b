import { expect, test } from '@playwright/test';
import { LinliServer } from './linli-server';
import { goTo, Phone, saveVisit, signIn } from './phone';

/* An expired session keeps everything working, says so once, and sends what waits after signing in again (N1, N9). */

test('an expired session loses nothing and asks to sign in again', async () => {
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	try {
		await server.start();
		await phone.start();
		const page = await phone.tab();
		await signIn(page, server.origin, 'grid05');
		await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
		await expect(page.getByText('正在取回您的网格')).toBeHidden();

		await phone.context.clearCookies();
		await goTo(page, `${server.origin}/households?view=doors`);
		await page.locator('a.door[href^="/households/"]').first().click();
		await page.getByRole('link', { name: '开始走访' }).click();
		await page.getByText('拒访').click();
		await saveVisit(page);

		await page.getByRole('link', { name: '我的' }).click();
		await expect(page.getByTestId('waiting')).toHaveText('1');
		await expect(page.getByText('登录已过期')).toBeVisible();

		// Leaving without signing in goes on working; the account is still there.
		await page.getByRole('link', { name: '重新登录', exact: true }).click();
		await expect(page.getByLabel('用户名')).toHaveValue('grid05');
		await page.getByRole('link', { name: '先不登录，继续工作' }).click();
		await expect(page.getByText('今天已走访 1')).toBeVisible();

		await page.getByRole('link', { name: '重新登录', exact: true }).click();
		await page.getByLabel('密码', { exact: true }).fill('linli-demo');
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await page.getByRole('link', { name: '我的' }).click();
		await expect(page.getByTestId('waiting')).toHaveText('0');
		await expect(page.getByText('登录已过期')).toBeHidden();
	} finally {
		await phone.remove();
		await server.remove();
	}
});
