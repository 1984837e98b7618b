import { page, userEvent } from 'vitest/browser';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../ui/styles/tokens.css';
import '../../ui/styles/base.css';
import checkin from '../../care/forms/elderly-checkin.form.json';
import Trial from '../preview/Trial.svelte';
import { begin, MORNING } from '../scenario';
import { reactive } from './reactive.svelte';

/*
 * The elderly check-in from the first page to its review, by keyboard alone and as a screen reader hears it.
 */
beforeEach(() => {
	document.documentElement.lang = 'zh-CN';
	document.title = '试';
});

const subject = { resident: { name: '王秀英', birth_date: '1941-03-02' } };

function open() {
	const form = begin(checkin, { state: reactive, now: () => MORNING, subject });
	render(Trial, { form, locale: 'zh-CN', zone: 'Asia/Shanghai' });
	return form;
}

/** Presses Tab until what is focused carries this name; a name that cannot be reached fails the test. */
async function tabTo(name: RegExp) {
	const told = (element: Element | null) =>
		[
			element?.getAttribute('aria-label'),
			element?.closest('label')?.textContent,
			element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
				? element.labels?.[0]?.textContent
				: '',
			element?.textContent
		]
			.join(' ')
			.trim();
	for (let presses = 0; presses < 60; presses++) {
		const { activeElement } = document;
		if (activeElement !== document.body && name.test(told(activeElement))) return;
		await userEvent.tab();
	}
	throw new Error(`no way to ${name} with the keyboard`);
}
async function press(name: RegExp, keys = '{Enter}') {
	await tabTo(name);
	await userEvent.keyboard(keys);
}

async function axeFindsNothing() {
	const { violations } = await axe.run(document.body, {
		rules: {
			region: { enabled: false },
			'page-has-heading-one': { enabled: false },
			'landmark-one-main': { enabled: false }
		}
	});
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('the whole check-in is filled in by keyboard alone', async () => {
	const form = open();
	await expect.element(page.getByRole('button', { name: '定位' })).toBeVisible();
	await press(/(^|\s)见到$/, ' ');
	await press(/跳过/);
	await press(/没有信号/);
	await axeFindsNothing();
	await press(/下一页：生命体征/);
	await expect.element(page.getByRole('heading', { name: '生命体征' })).toHaveFocus();
	await tabTo(/收缩压/);
	await userEvent.keyboard('186');
	await tabTo(/舒张压/);
	await userEvent.keyboard('112');
	await userEvent.tab();
	await expect.element(page.getByRole('textbox', { name: '收缩压' })).toHaveAccessibleDescription(/危急值/);
	await axeFindsNothing();
	await press(/下一页：服务/);
	await press(/陪聊/, ' ');
	await press(/进食/, ' ');
	await press(/行走/, ' ');
	await press(/(^|\s)是$/, ' ');
	await press(/添加一项/);
	await expect.element(page.getByRole('textbox', { name: '药名' })).toHaveFocus();
	await userEvent.keyboard('降压药');
	await tabTo(/漏服次数(?!.*[加减])/);
	await userEvent.keyboard('5');
	await axeFindsNothing();
	await press(/下一页：结束/);
	await expect.element(page.getByText(/高风险，评分 9/)).toBeVisible();
	await tabTo(/处置措施/);
	await userEvent.keyboard('已通知家属');
	await press(/打字签名/);
	await tabTo(/签名人姓名/);
	await userEvent.keyboard('王秀英');
	await axeFindsNothing();
	await press(/检查并保存/);
	await expect.element(page.getByRole('heading', { name: '保存前检查' })).toHaveFocus();
	await axeFindsNothing();
	await press(/检查答案/);
	expect(form.answers()).toMatchObject({
		visit: { met: 'yes', place: 'skip:no_signal' },
		vitals: { sbp: 186, dbp: 112 },
		care: { services: ['talk'], adl: ['eat', 'walk'], fell: 'yes', med: [{ drug: '降压药', missed: 5 }] },
		risk_score: 9,
		risk_level: 'high',
		close: { action: '已通知家属', sign: 'typed:王秀英' }
	});
	await expect.element(page.getByText('会保存成这样：')).toBeVisible();
});

test('the first page as a screen reader hears it', async () => {
	open();
	await expect.element(page.getByRole('button', { name: '定位' })).toBeVisible();
	await expect.element(page.getByRole('region', { name: '试填' })).toMatchAriaInlineSnapshot(`
		- region "试填":
		  - paragraph: 和真的一样填，什么都不会保存。
		  - paragraph: 老年人上门探访
		  - heading "探访" [level=2]
		  - text: 第 1 / 2 页
		  - progressbar "填写进度"
		  - radiogroup "是否见到本人 (必填)":
		    - text: 是否见到本人 (必填)
		    - radio "见到"
		    - text: 见到
		    - radio "未见到"
		    - text: 未见到
		    - paragraph
		  - group "定位":
		    - text: 定位
		    - status: 还没有定位
		    - button "定位"
		    - button "跳过"
		    - paragraph
		  - button "下一页：结束"
	`);
});

test('what is missing is found from the review, and a tap leads to it', async () => {
	const form = open();
	form.set(form.node('met')!, 'yes');
	for (let turn = 0; turn < 4; turn++) await page.getByRole('button', { name: /下一页|检查并保存/ }).click();
	await page.getByRole('button', { name: '检查答案' }).click();
	await expect.element(page.getByRole('heading', { name: '服务' })).toBeVisible();
	await expect.element(page.getByRole('radio', { name: '是', exact: true })).toHaveFocus();
	await expect
		.element(page.getByRole('radiogroup', { name: /跌倒/ }))
		.toHaveAccessibleDescription('这一项必须填写');
});

test('nothing above moves when a question appears', async () => {
	open();
	const met = page.getByRole('radio', { name: '未见到' });
	await expect.element(page.getByRole('button', { name: '定位' })).toBeVisible();
	const before = met.element().getBoundingClientRect().top;
	await page.getByText('未见到', { exact: true }).click();
	await expect.element(page.getByRole('radiogroup', { name: /未见原因/ })).toBeVisible();
	expect(met.element().getBoundingClientRect().top).toBe(before);
});

test('targets are at least 48 px', async () => {
	open();
	await expect.element(page.getByRole('button', { name: '定位' })).toBeVisible();
	for (const each of document.querySelectorAll<HTMLElement>('button, label.choice, input:not([type=radio])'))
		if (each.offsetParent)
			expect(each.getBoundingClientRect().height, each.outerHTML).toBeGreaterThanOrEqual(48);
});
