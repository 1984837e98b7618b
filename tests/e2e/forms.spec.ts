import { expect, test } from '@playwright/test';
import { LinliServer } from './linli-server';
import { lookAtScreen } from './look-at-screen';
import { goTo, offlineShellReady, Phone, signIn } from './phone';

/*
 * A manager tries the elderly check-in out, page by page, and publishes a version without a network; somebody who is no
 * manager is told so.
 */
test('a manager tries a form out and publishes it offline; axe finds nothing, the CSP is never hit', async () => {
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	try {
		await server.start();
		await phone.start();
		const page = await phone.tab();
		await signIn(page, server.origin, 'manager');
		await offlineShellReady(page);
		await page.getByRole('link', { name: '我的' }).click();
		await page.getByRole('link', { name: '表单与发布' }).click();
		await lookAtScreen(page, 'forms');
		const versions = page.getByRole('region', { name: '老年人上门探访' }).getByRole('link');
		await expect(versions).toHaveCount(1);
		await versions.click();
		await expect(page.getByRole('heading', { name: '探访', exact: true })).toBeVisible();
		const trial = page.getByRole('region', { name: '试填' });
		await lookAtScreen(page, 'preview-1');
		await trial.getByText('见到', { exact: true }).click();
		await trial.getByRole('button', { name: '下一页：生命体征' }).click();
		await trial.getByLabel('收缩压').fill('186');
		await trial.getByLabel('舒张压').fill('112');
		await lookAtScreen(page, 'preview-2');
		await trial.getByRole('button', { name: '下一页：服务' }).click();
		await trial.getByRole('button', { name: /添加一项/ }).click();
		await trial.getByLabel('药名').fill('降压药');
		await lookAtScreen(page, 'preview-3');
		await trial.getByRole('button', { name: '下一页：结束' }).click();
		await expect(trial.getByText('请在框内签名')).toBeVisible();
		await trial.locator('canvas').hover();
		await page.mouse.down();
		await page.mouse.move(120, 400, { steps: 8 });
		await page.mouse.up();
		await expect(trial.getByText('已签名')).toBeVisible();
		await lookAtScreen(page, 'preview-4');
		await trial.getByRole('button', { name: '检查并保存' }).click();
		await expect(trial.getByRole('heading', { name: '需要注意' })).toBeVisible();
		await lookAtScreen(page, 'preview-review');

		// A fault is told with its place, and refuses.
		const source = page.getByRole('textbox', { name: '表单定义（JSON）' });
		const text = await source.inputValue();
		await source.fill(text.replace('". >= 60 and . <= 260"', '". >= 60 and . <= ${nobody}"'));
		const fault = page.getByRole('button', { name: /没有题目“nobody”/ });
		await fault.click();
		await expect(source).toBeFocused();
		expect(
			await source.evaluate((area: HTMLTextAreaElement) =>
				area.value.slice(area.selectionStart, area.selectionEnd)
			)
		).toBe('". >= 60 and . <= ${nobody}"');
		await expect(page.getByRole('button', { name: '发布这个版本' })).toHaveAttribute('aria-disabled', 'true');
		await lookAtScreen(page, 'preview-fault');

		// Offline too: a record like any other.
		await phone.context.setOffline(true);
		await server.kill();
		await source.fill(text);
		await page.getByRole('button', { name: '改成下一个版本号' }).click();
		await page.getByRole('button', { name: '发布这个版本' }).click();
		await expect(page.getByText(/^已发布 \d+/)).toBeVisible();
		await expect(page.getByText('仅本机').first()).toBeVisible();
		await server.start();
		await phone.context.setOffline(false);
		await page.getByRole('link', { name: '表单', exact: true }).click();
		await expect(page.getByRole('region', { name: '老年人上门探访' }).getByRole('link')).toHaveCount(2);
		await page.getByRole('link', { name: '我的' }).first().click();
		await page.getByRole('button', { name: '立即发送' }).click();
		await expect(page.getByTestId('waiting')).toHaveText('0');

		const other = new Phone();
		await other.start();
		const worker = await other.tab();
		await signIn(worker, server.origin, 'grid03');
		await goTo(worker, `${server.origin}/forms`);
		await expect(worker.getByRole('region', { name: '老年人上门探访' }).getByRole('link')).toHaveCount(2);
		await goTo(worker, `${server.origin}/forms/preview`);
		await expect(worker.getByText('只有社区管理员能发布表单')).toBeVisible();
		await expect(worker.getByRole('button', { name: '发布这个版本' })).toBeHidden();
		await other.remove();
		expect(phone.complaints.filter((line) => /Content Security Policy|eval/i.test(line))).toEqual([]);
	} finally {
		await phone.remove();
		await server.remove();
	}
});
