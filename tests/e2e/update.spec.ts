import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { copyOfTheBuild, newVersion } from './deployment';
import { LinliServer } from './linli-server';
import { goTo, offlineShellReady, Phone, signIn } from './phone';

/*
 * A new version waits and asks: it never reloads over an open form, and lets itself in only when somebody says so.
 */
test('the app can be installed, and a new version waits until it is let in', async () => {
	const copy = copyOfTheBuild();
	const server = await LinliServer.withDemo(undefined, copy);
	const phone = new Phone();
	try {
		await server.start();
		await phone.start();
		const page = await phone.tab();
		await signIn(page, server.origin, 'grid04');
		await expect(page.getByText(/还可走访 \d+ 户/)).toBeVisible();
		await offlineShellReady(page);
		const devtools = await phone.context.newCDPSession(page);
		const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
		expect(installabilityErrors.map((error) => error.errorId)).toEqual([]);

		await goTo(page, `${server.origin}/households?view=doors`);
		await page.locator('a.door[href^="/households/"]').first().click();
		await page.getByRole('link', { name: '开始走访' }).click();
		await page.getByLabel(/备注/).fill('还没有保存');
		// As a deployment does it: stop, replace, start.
		await server.kill();
		newVersion(copy);
		await server.start();
		await page.evaluate(async () => (await navigator.serviceWorker.ready).update());

		await expect(page.getByText('新版本已准备好')).toBeVisible();
		await expect(page.getByLabel(/备注/)).toHaveValue('还没有保存');
		await page.getByRole('button', { name: '稍后' }).click();
		await expect(page.getByText('新版本已准备好')).toBeHidden();

		const later = await phone.tab();
		await goTo(later, `${server.origin}/me`);
		await page.close();
		await expect(later.getByText('新版本已准备好')).toBeVisible();
		const reloaded = later.waitForEvent('load');
		await later.getByRole('button', { name: '现在更新' }).click();
		await reloaded;
		await expect(later.getByText('新版本已准备好')).toBeHidden();
		expect(await later.evaluate(() => fetch('/service-worker.js').then((answer) => answer.text()))).toContain(
			'a newer version'
		);
	} finally {
		await phone.remove();
		await server.remove();
		rmSync(copy, { recursive: true, force: true });
	}
});
