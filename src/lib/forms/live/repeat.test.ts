import { describe, expect, test } from 'vitest';
import type { LiveForm } from '../contract';
import type { Item } from '../definition/definition';
import { begin, definitionOf, fill } from '../scenario';
import { MOST_INSTANCES } from './node';

const person: Item[] = [
	{ type: 'text', name: 'name', label: '姓名' },
	{ type: 'integer', name: 'age', label: '年龄' },
	{ type: 'calculate', name: 'place', calculation: 'position(..)' },
	{ type: 'text', name: 'school', label: '学校', relevant: '${age} < 18' }
];
const people = (more: Partial<Item> = {}): Item => ({
	type: 'repeat',
	name: 'person',
	label: '成员',
	children: person,
	...more
});
const grow = (form: LiveForm, count: number) => {
	const repeat = form.node('person');
	if (!repeat) throw new Error('no repeat');
	for (let each = 0; each < count; each++) form.add(repeat);
};

describe('a repeat that the person grows', () => {
	test('begins with one, adds and takes away within its limits', () => {
		const form = begin(definitionOf([people({ min: 1, max: 3 })]));
		const repeat = form.node('person');
		expect(repeat?.children).toHaveLength(1);
		grow(form, 5);
		expect(repeat?.children).toHaveLength(3);
		expect(repeat?.canAdd).toBe(false);
		for (let each = 0; each < 5; each++) {
			const last = repeat?.children.at(-1);
			if (last) form.remove(last);
		}
		expect(repeat?.children).toHaveLength(1);
		expect(repeat?.canRemove).toBe(false);
	});

	test('never grows beyond the engine’s own limit', () => {
		const form = begin(definitionOf([people()]));
		grow(form, MOST_INSTANCES + 5);
		expect(form.node('person')?.children).toHaveLength(MOST_INSTANCES);
	});

	test('each entry sees its own answers, the form sees all', () => {
		const form = begin(
			definitionOf([
				people(),
				{ type: 'calculate', name: 'ages', calculation: 'sum(${age})' },
				{ type: 'calculate', name: 'names', calculation: "join(', ', ${name})" },
				{ type: 'calculate', name: 'many', calculation: 'count(${person})' },
				{ type: 'calculate', name: 'second', calculation: 'indexed-repeat(${name}, ${person}, 2)' },
				{ type: 'calculate', name: 'child', calculation: '${person}[age < 18]/name' }
			])
		);
		grow(form, 1);
		fill(form, {
			'person[1]/name': '陈',
			'person[1]/age': 40,
			'person[2]/name': '小陈',
			'person[2]/age': 9
		});
		expect(form.node('person[1]/school')?.relevant).toBe(false);
		expect(form.node('person[2]/school')?.relevant).toBe(true);
		expect(form.answers()).toEqual({
			person: [
				{ name: '陈', age: 40, place: 1 },
				{ name: '小陈', age: 9, place: 2 }
			],
			ages: 49,
			names: '陈, 小陈',
			many: 2,
			second: '小陈',
			child: '小陈'
		});
		const first = form.node('person[1]');
		if (first) form.remove(first);
		expect(form.answers()).toMatchObject({
			person: [{ name: '小陈', place: 1 }],
			ages: 9,
			many: 1,
			child: '小陈'
		});
		expect(form.answers()).not.toHaveProperty('second');
	});

	test('an edit in one entry leaves the others alone', () => {
		let runs = 0;
		const form = begin(
			definitionOf([
				{
					type: 'repeat',
					name: 'person',
					children: [
						{ type: 'integer', name: 'age', label: '年龄' },
						{ type: 'calculate', name: 'seen', calculation: 'once(0) * 0 + ${age} + 0 * random()' }
					]
				}
			]),
			{
				state: (object) =>
					new Proxy(object, {
						set(target, key, value) {
							if (key === 'value') runs++;
							return Reflect.set(target, key, value);
						}
					})
			}
		);
		grow(form, 20);
		runs = 0;
		fill(form, { 'person[3]/age': 5 });
		expect(runs).toBe(2);
	});
});

describe('a repeat with repeat_count', () => {
	const counted = () =>
		begin(
			definitionOf([
				{ type: 'integer', name: 'n', label: '几人' },
				people({ repeat_count: '${n}' }),
				{ type: 'calculate', name: 'ages', calculation: 'sum(${age})' }
			])
		);

	test('follows the number and cannot be changed by hand', () => {
		const form = counted();
		expect(form.node('person')?.children).toHaveLength(0);
		fill(form, { n: 3 });
		expect(form.node('person')?.children).toHaveLength(3);
		expect(form.node('person')?.canAdd).toBe(false);
		expect(form.node('person[3]/place')?.value).toBe('3');
		fill(form, { n: 100_000 });
		expect(form.node('person')?.children).toHaveLength(MOST_INSTANCES);
		fill(form, { n: -4 });
		expect(form.node('person')?.children).toHaveLength(0);
	});

	test('typing 1 on the way to 12 loses nothing', () => {
		const form = counted();
		fill(form, { n: 2 });
		fill(form, { 'person[1]/age': 40, 'person[2]/age': 9 });
		fill(form, { n: 1 });
		expect(form.answers().ages).toBe(40);
		fill(form, { n: 12 });
		expect(form.node('person[2]/age')?.value).toBe('9');
	});
});

test('entries inside entries', () => {
	const form = begin(
		definitionOf([
			{
				type: 'repeat',
				name: 'home',
				children: [
					{ type: 'text', name: 'door', label: '门牌' },
					{
						type: 'repeat',
						name: 'pet',
						children: [
							{ type: 'text', name: 'called', label: '叫' },
							{ type: 'calculate', name: 'where', calculation: "concat(${door}, '/', position(..))" }
						]
					},
					{ type: 'calculate', name: 'pets', calculation: "join('+', ${called})" }
				]
			},
			{ type: 'calculate', name: 'all', calculation: "join('+', ${called})" },
			{ type: 'calculate', name: 'one', calculation: 'indexed-repeat(${called}, ${home}, 2, ${pet}, 1)' }
		])
	);
	const home = form.node('home');
	if (home) form.add(home);
	fill(form, { 'home[1]/door': '101', 'home[2]/door': '202' });
	fill(form, { 'home[1]/pet[1]/called': '花花', 'home[2]/pet[1]/called': '旺财' });
	expect(form.answers()).toEqual({
		home: [
			{ door: '101', pet: [{ called: '花花', where: '101/1' }], pets: '花花' },
			{ door: '202', pet: [{ called: '旺财', where: '202/1' }], pets: '旺财' }
		],
		all: '花花+旺财',
		one: '旺财'
	});
	fill(form, { 'home[1]/door': '103' });
	expect(form.node('home[1]/pet[1]/where')?.value).toBe('103/1');
});
