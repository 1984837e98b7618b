import { expect, test } from '@playwright/test';
import { LinliServer } from './linli-server';
import { publish, QUESTIONS } from './long-form';
import { goTo, Phone, signIn } from './phone';

/*
 * One draft in two tabs, thrown away and brought back, and moved to a version that came later.
 */
test('the second tab only reads and can take over; discarding asks and is undone; a new version waits to be asked for', async () => {
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	try {
		await server.start();
		await phone.start();
		const page = await phone.tab();
		await signIn(page, server.origin, 'grid02');
		await expect(page.getByText('正在取回您的网格')).toBeHidden();
		const household = await page.locator('main a[href^="/households/household"]').nth(4).getAttribute('href');
		await goTo(page, `${server.origin}${household}/visit?form=household-visit`);
		await page.getByText('见到家人').click();
		await page.getByLabel('备注').fill('第一个窗口');
		await expect(page.getByText(/草稿已存在本机/)).toBeVisible();
		const address = page.url();

		const second = await phone.tab();
		await goTo(second, address);
		await expect(second.getByText('另一个窗口正在填写这份表单。')).toBeVisible();
		await expect(second.getByLabel('备注')).toHaveValue('第一个窗口');
		await expect(second.getByLabel('备注')).toBeDisabled();
		await expect(second.getByRole('button', { name: '保存走访' })).toBeHidden();
		await page.getByLabel('备注').fill('第一个窗口又写了一句');
		await page.close();
		await second.getByRole('button', { name: '在这里继续填写' }).click();
		await expect(second.getByLabel('备注')).toHaveValue(/^第一个窗口(又写了一句)?$/);
		await second.getByLabel('备注').fill('第二个窗口');
		await expect(second.getByText('在这里继续填写')).toBeHidden();

		await second.getByRole('button', { name: '清空重填' }).click();
		await expect(second.getByRole('dialog', { name: '丢弃这份草稿？' })).toBeVisible();
		await second.getByRole('button', { name: '留着' }).click();
		await expect(second.getByLabel('备注')).toHaveValue('第二个窗口');
		await second.getByRole('button', { name: '清空重填' }).click();
		await second.getByRole('button', { name: '丢弃', exact: true }).click();
		await expect(second.getByLabel('备注')).toHaveValue('');
		await second.getByRole('button', { name: '撤销' }).click();
		await expect(second.getByLabel('备注')).toHaveValue('第二个窗口');
		await expect(second.getByRole('radio', { name: '见到家人' })).toBeChecked();

		// A later version: without the choice that was chosen, and with new questions.
		await publish(server, '2026112199', QUESTIONS.slice(0, 3));
		await second.goto(`${server.origin}/me`).catch(() => undefined);
		await goTo(second, `${server.origin}/me`);
		await second.getByRole('button', { name: '立即发送' }).click();
		await goTo(second, address);
		await expect(second.getByText(/这份表单有新版本 2026112199/)).toBeVisible();
		await expect(second.getByLabel('备注')).toHaveValue('第二个窗口');
		await expect(second.getByRole('radio', { name: '上门' })).toBeVisible();
		await second.getByRole('button', { name: '看看有什么变化' }).click();
		const dialog = second.getByRole('dialog', { name: '换到新版本？' });
		await expect(dialog.getByText('“走访结果”的选项变了，已选的要重选')).toBeVisible();
		await expect(dialog.getByText('新增“第3题”')).toBeVisible();
		await dialog.getByRole('button', { name: '保持原版本' }).click();
		await expect(second.getByRole('radio', { name: '上门' })).toBeVisible();
		await second.getByRole('button', { name: '看看有什么变化' }).click();
		await dialog.getByRole('button', { name: '换到新版本', exact: true }).click();
		await expect(second.getByLabel('第3题')).toBeVisible();
		await expect(second.getByLabel('备注')).toHaveValue('第二个窗口');

		await goTo(second, `${server.origin}/today`);
		await second.getByRole('button', { name: /丢弃草稿/ }).click();
		await second.getByRole('button', { name: '丢弃', exact: true }).last().click();
		await expect(second.getByText('草稿已丢弃。')).toBeVisible();
		await second.getByRole('button', { name: '撤销' }).click();
		await expect(second.getByRole('link', { name: /入户走访/ })).toBeVisible();
	} finally {
		await phone.remove();
		await server.remove();
	}
});
