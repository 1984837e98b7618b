import { expect, test } from 'vitest';
import type { Item } from '../definition/definition';
import { definitionOf } from '../scenario';
import { versionChanges } from './version-changes';

const yn = [
	{ name: 'y', label: { zh: '是', en: 'Yes' } },
	{ name: 'n', label: { zh: '否', en: 'No' } }
];
const text = (name: string): Item => ({ type: 'text', name, label: { zh: `${name}？`, en: `${name}?` } });
const kinds = (from: readonly Item[], to: readonly Item[], answers: Parameters<typeof versionChanges>[2]) =>
	versionChanges(
		definitionOf(from, { choices: { yn } }),
		definitionOf(to, { choices: { yn: yn.slice(0, 1) } }),
		answers,
		'zh-CN'
	).map(({ kind, label }) => `${kind} ${label}`);

test('an equal version changes nothing', () => {
	expect(kinds([text('a')], [text('a')], { a: 'x' })).toEqual([]);
});

test('an answer without a place is a loss, an empty question that is gone is not', () => {
	expect(kinds([text('a'), text('b')], [text('c')], { a: 'x' })).toEqual([
		'lost a？',
		'removed b？',
		'added c？'
	]);
});

test('a choice that is gone and another type are told, inside repeats too', () => {
	const from: Item[] = [
		{ type: 'repeat', name: 'r', children: [{ type: 'select_one', name: 's', list: 'yn', label: '选' }] },
		text('t')
	];
	const to: Item[] = [...from.slice(0, 1), { type: 'integer', name: 't', label: '数' }];
	expect(kinds(from, to, { r: [{ s: 'y' }, { s: 'n' }], t: 'x' })).toEqual(['choice_lost 选', 'type 数']);
	expect(kinds(from, to, { r: [{ s: 'y' }] })).toEqual([]);
});
