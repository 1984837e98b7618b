import { page, userEvent } from 'vitest/browser';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../ui/styles/tokens.css';
import '../../ui/styles/base.css';
import household from '../../visits/forms/household-visit.form.json';
import type { LiveForm } from '../contract';
import type { Item } from '../definition/definition';
import { begin as beginPlain, definitionOf } from '../scenario';
import FormView from './FormView.svelte';
import { reactive } from './reactive.svelte';

let edits = 0;
beforeEach(() => {
	edits = 0;
});

const begin = (definition: unknown) => beginPlain(definition, { state: reactive });

function show(form: LiveForm, locale: 'zh-CN' | 'en' = 'zh-CN') {
	return render(FormView, { form, locale, onedit: () => edits++ });
}

const drawn = (survey: readonly Item[], more: Parameters<typeof definitionOf>[1] = {}) => {
	const form = begin(definitionOf(survey, more));
	show(form);
	return form;
};

test('the visit form: outcome by thumb, purposes appear, the answers follow', async () => {
	const form = begin(household);
	show(form);
	await expect.element(page.getByRole('radio', { name: '上门' })).toBeChecked();
	await expect.element(page.getByRole('group', { name: /走访内容/ })).not.toBeInTheDocument();
	await page.getByText('见到本人', { exact: true }).first().click();
	await page.getByText('日常走访', { exact: true }).first().click();
	await page.getByText('安全检查', { exact: true }).first().click();
	await page.getByText('日常走访', { exact: true }).first().click();
	await page.getByRole('textbox', { name: '备注' }).fill('电线老化');
	expect(form.answers()).toEqual({
		method: 'home',
		outcome: 'met',
		purposes: ['safety'],
		note: '电线老化'
	});
	expect(edits).toBe(5);
});

test('saving without an outcome moves the focus to it and says why', async () => {
	const form = begin(household);
	show(form);
	form.validate();
	await expect.element(page.getByRole('radio', { name: '见到本人' })).toHaveFocus();
	const outcome = page.getByRole('radiogroup', { name: /走访结果/ });
	await expect.element(outcome).toHaveAccessibleDescription('请选择走访结果');
	await expect.element(outcome).toHaveAttribute('aria-invalid', 'true');
	await expect.element(outcome).toHaveAttribute('aria-required', 'true');
});

test('the whole visit can be recorded with the keyboard', async () => {
	const form = begin(household);
	show(form);
	await userEvent.tab();
	await userEvent.keyboard('{ArrowRight}');
	await userEvent.tab();
	await userEvent.keyboard(' ');
	await userEvent.tab();
	await userEvent.keyboard(' ');
	const note = page.getByRole('textbox', { name: '备注' }).element();
	for (let stops = 0; stops < 40 && document.activeElement !== note; stops++) await userEvent.tab();
	await userEvent.keyboard('OK');
	expect(form.answers()).toEqual({ method: 'phone', outcome: 'met', purposes: ['routine'], note: 'OK' });
});

test('both languages come from the definition', async () => {
	const form = begin(household);
	const { rerender } = await show(form, 'en');
	await expect.element(page.getByRole('radiogroup', { name: /Outcome/ })).toBeInTheDocument();
	await rerender({ locale: 'zh-CN' });
	await expect.element(page.getByRole('radiogroup', { name: /走访结果/ })).toBeInTheDocument();
});

test('a number keeps what is typed, warns after leaving, and has its keyboard and unit', async () => {
	const form = drawn([
		{ type: 'decimal', name: 'temp', label: '体温', unit: '℃', normal: { high: 37.2, critical_high: 39 } }
	]);
	const input = page.getByRole('textbox', { name: '体温' });
	await expect.element(input).toHaveAttribute('inputmode', 'decimal');
	await input.click();
	await userEvent.keyboard('39.');
	await expect.element(input).toHaveValue('39.');
	await userEvent.keyboard('5');
	expect(form.answers()).toEqual({ temp: 39.5 });
	await expect.element(input).toHaveAccessibleDescription('℃');
	await userEvent.tab();
	await expect.element(input).toHaveAccessibleDescription(/危急值/);
});

test('what is not a number stays in sight and is told', async () => {
	const form = drawn([{ type: 'integer', name: 'age', label: '年龄' }]);
	const input = page.getByRole('textbox', { name: '年龄' });
	await input.fill('八十');
	await userEvent.tab();
	await expect.element(input).toHaveValue('八十');
	await expect.element(input).toHaveAccessibleDescription(/整数/);
	expect(form.answers()).toEqual({});
	await input.fill('８０');
	await userEvent.tab();
	await expect.element(input).toHaveValue('80');
});

test('many choices are searched', async () => {
	const streets = Array.from({ length: 60 }, (_, index) => ({ name: `s${index}`, label: `${index} 号路` }));
	const form = drawn([{ type: 'select_one', name: 'street', label: '道路', list: 'streets' }], {
		choices: { streets }
	});
	await page.getByRole('searchbox').fill('57');
	await page.getByText('57 号路', { exact: true }).first().click();
	expect(form.answers()).toEqual({ street: 's57' });
});

test('an order is made with buttons', async () => {
	const needs = ['meal', 'bath', 'talk'].map((name) => ({ name, label: name }));
	const form = drawn([{ type: 'rank', name: 'order', label: '最需要', list: 'needs' }], {
		choices: { needs }
	});
	await page.getByRole('button', { name: '按现在的顺序' }).click();
	await page.getByRole('button', { name: 'talk 上移' }).click();
	await page.getByRole('button', { name: 'meal 下移' }).click();
	expect(form.answers()).toEqual({ order: ['talk', 'meal', 'bath'] });
});

test('what changed above clears a choice, and the question says so', async () => {
	const form = drawn(
		[
			{ type: 'select_one', name: 'side', label: '方位', list: 'sides' },
			{ type: 'select_one', name: 'door', label: '门', list: 'doors', choice_filter: 'side = ${side}' }
		],
		{
			choices: {
				sides: [
					{ name: 'e', label: '东' },
					{ name: 'w', label: '西' }
				],
				doors: [
					{ name: 'd1', label: '东门', side: 'e' },
					{ name: 'd2', label: '西门', side: 'w' }
				]
			}
		}
	);
	await page.getByText('东', { exact: true }).click();
	await page.getByText('东门').click();
	await page.getByText('西', { exact: true }).click();
	const doors = page.getByRole('radiogroup', { name: '门' });
	await expect.element(doors).toHaveAccessibleDescription(/已清除/);
	expect(form.answers()).toEqual({ side: 'w' });
});

test('entries of a repeat are added and taken away', async () => {
	const form = drawn([
		{
			type: 'repeat',
			name: 'med',
			label: '用药',
			initial: 0,
			max: 2,
			children: [{ type: 'text', name: 'drug', label: '药名' }]
		}
	]);
	const add = page.getByRole('button', { name: /添加一项/ });
	await add.click();
	await add.click();
	await expect.element(add).not.toBeInTheDocument();
	await page.getByRole('textbox', { name: '药名' }).nth(1).fill('阿司匹林');
	await page.getByRole('button', { name: '删除第 1 项' }).click();
	expect(form.answers()).toEqual({ med: [{ drug: '阿司匹林' }] });
});

test.each(['light', 'dark'] as const)('axe finds nothing on a form with every widget, %s', async (scheme) => {
	document.documentElement.style.colorScheme = scheme;
	document.documentElement.lang = 'zh-CN';
	document.title = '试';
	const form = drawn(
		[
			{ type: 'note', name: 'n', label: '请静坐 5 分钟', appearance: 'danger' },
			{ type: 'text', name: 't', label: '文字', hint: '一行', required: true },
			{ type: 'text', name: 'm', label: '长文字', appearance: 'multiline', guidance: '怎么写\n写事实' },
			{ type: 'integer', name: 'i', label: '整数', unit: 'mmHg', constraint: '. > 0' },
			{ type: 'date', name: 'd', label: '日期' },
			{ type: 'time', name: 'h', label: '时间' },
			{ type: 'datetime', name: 'w', label: '日期时间' },
			{ type: 'select_one', name: 's', label: '单选', list: 'yn', required: true },
			{ type: 'select_multiple', name: 'p', label: '多选', list: 'yn' },
			{ type: 'rank', name: 'o', label: '排序', list: 'yn' },
			{ type: 'geopoint', name: 'l', label: '定位' },
			{ type: 'acknowledge', name: 'k', label: '已告知', required: true },
			{
				type: 'group',
				name: 'g',
				label: '一组',
				children: [
					{ type: 'repeat', name: 'r', label: '人', children: [{ type: 'text', name: 'rn', label: '姓名' }] }
				]
			}
		],
		{
			choices: {
				yn: [
					{ name: 'y', label: '是' },
					{ name: 'n', label: '否' }
				]
			}
		}
	);
	form.validate();
	await expect.element(page.getByRole('textbox', { name: /^文字/ })).toHaveFocus();
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth);
	await page.getByText('是', { exact: true }).first().click();
	const { violations } = await axe.run(document.body, {
		rules: {
			region: { enabled: false },
			'page-has-heading-one': { enabled: false },
			'landmark-one-main': { enabled: false }
		}
	});
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	document.documentElement.style.colorScheme = '';
});
