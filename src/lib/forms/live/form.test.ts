import { describe, expect, test } from 'vitest';
import type { Item } from '../definition/definition';
import { begin, definitionOf, fill } from '../scenario';
import { tally } from './tally';

const yn = [
	{ name: 'y', label: '是' },
	{ name: 'n', label: '否' }
];

describe('a choice that no longer fits', () => {
	const places = () =>
		begin(
			definitionOf(
				[
					{ type: 'select_one', name: 'province', label: '省', list: 'provinces' },
					{
						type: 'select_one',
						name: 'town',
						label: '市',
						list: 'towns',
						choice_filter: 'province = ${province}'
					},
					{ type: 'text', name: 'street', label: '路', relevant: "${town} = 'hz'" }
				],
				{
					choices: {
						provinces: [
							{ name: 'zj', label: '浙江' },
							{ name: 'js', label: '江苏' }
						],
						towns: [
							{ name: 'hz', label: '杭州', province: 'zj' },
							{ name: 'nb', label: '宁波', province: 'zj' },
							{ name: 'sz', label: '苏州', province: 'js' }
						]
					}
				}
			)
		);

	test('is cleared, and the person is told until the question is answered again', () => {
		const form = places();
		fill(form, { province: 'zj' });
		expect(form.node('town')?.choices.map((choice) => choice.name)).toEqual(['hz', 'nb']);
		fill(form, { town: 'hz', street: '文三路' });
		fill(form, { province: 'js' });
		expect(form.node('town')).toMatchObject({ value: '', notice: { code: 'choice_cleared' } });
		expect(form.answers()).toEqual({ province: 'js' });
		fill(form, { town: 'sz' });
		expect(form.node('town')?.notice).toBeNull();
	});
});

describe('types', () => {
	test.each<[Item['type'], unknown, unknown, string | null]>([
		['integer', '１８６', 186, null],
		['integer', '1,200', 1200, null],
		['integer', '12.5', undefined, 'not_integer'],
		['integer', '八', undefined, 'not_integer'],
		['decimal', '36.', 36, null],
		['decimal', '1e5', undefined, 'not_number'],
		['date', '2026-11-21', '2026-11-21', null],
		['date', '2026-02-30', undefined, 'not_date'],
		['time', '09:30', '09:30', null],
		['time', '25:00', undefined, 'not_time'],
		['datetime', '2026-11-21T09:30', '2026-11-21T09:30:00.000+08:00', null],
		['geopoint', '30.2 120.1 0 12', '30.2 120.1 0 12', null],
		['geopoint', '95 120', undefined, 'not_a_place'],
		['acknowledge', true, 'OK', null],
		['acknowledge', false, undefined, null],
		['barcode', 'A-1', 'A-1', null]
	])('%s takes %s', (type, answer, stored, trouble) => {
		const form = begin(definitionOf([{ type, name: 'q', label: '问' }]));
		fill(form, { q: answer as string });
		expect(form.answers().q).toEqual(stored);
		expect(form.node('q')?.error?.code ?? null).toBe(trouble);
		expect(form.validate().ok).toBe(trouble === null);
	});

	test('range, rank and several photos', () => {
		const form = begin(
			definitionOf(
				[
					{ type: 'range', name: 'pain', label: '疼痛', parameters: { start: 0, end: 10, step: 1 } },
					{ type: 'rank', name: 'order', label: '排序', list: 'yn' },
					{ type: 'image', name: 'photo', label: '照片', parameters: { max_count: 3 } }
				],
				{ choices: { yn } }
			)
		);
		fill(form, { pain: 11 });
		expect(form.node('pain')?.error).toEqual({ code: 'out_of_range', params: { low: 0, high: 10 } });
		fill(form, { pain: 7, order: ['n', 'y'], photo: ['p1', 'p2'] });
		expect(form.answers()).toEqual({ pain: 7, order: ['n', 'y'], photo: ['p1', 'p2'] });
		fill(form, { order: ['n', 'unheard'] });
		expect(form.node('order')?.error?.code).toBe('not_a_choice');
	});

	test('what could not be read comes back with the draft', () => {
		const definition = definitionOf([{ type: 'integer', name: 'q', label: '问' }]);
		const form = begin(definition);
		fill(form, { q: '12a' });
		const restored = begin(definition, { answers: form.draft() });
		expect(restored.node('q')).toMatchObject({ input: '12a', value: '', error: { code: 'not_integer' } });
	});

	test('an answer of a newer list survives', () => {
		const definition = definitionOf([{ type: 'select_one', name: 'q', label: '问', list: 'yn' }], {
			choices: { yn }
		});
		const form = begin(definition, { answers: { q: 'maybe' } });
		expect(form.answers()).toEqual({ q: 'maybe' });
	});
});

describe('what a new form begins with', () => {
	test('defaults, computed defaults, meta and prefill', () => {
		const form = begin(
			definitionOf([
				{ type: 'meta', name: 'started', meta: 'start' },
				{ type: 'meta', name: 'day', meta: 'today' },
				{ type: 'meta', name: 'who', meta: 'user' },
				{ type: 'hidden', name: 'born', prefill: 'resident.birth_date' },
				{ type: 'hidden', name: 'sly', prefill: 'constructor.name' },
				{ type: 'text', name: 'literal', label: '?', default: '2026-01-01' },
				{ type: 'date', name: 'computed', label: '?', default: 'today() + 7' },
				{ type: 'integer', name: 'seven', label: '?', default: 7 }
			]),
			{ user: 'chen', subject: { resident: { birth_date: '1941-08-15' } } }
		);
		expect(form.answers()).toEqual({
			started: '2026-11-21T09:30:00.000+08:00',
			day: '2026-11-21',
			who: 'chen',
			born: '1941-08-15',
			literal: '2026-01-01',
			computed: '2026-11-28',
			seven: 7
		});
	});

	test('a draft keeps what was emptied', () => {
		const definition = definitionOf([{ type: 'text', name: 'q', label: '?', default: 'x' }]);
		const form = begin(definition);
		fill(form, { q: '' });
		expect(begin(definition, { answers: form.draft() }).answers()).toEqual({});
	});
});

test('required and read-only follow their expressions', () => {
	const form = begin(
		definitionOf(
			[
				{ type: 'select_one', name: 'a', label: '?', list: 'yn' },
				{ type: 'text', name: 'b', label: '?', required: "${a} = 'y'", read_only: "${a} = 'n'" }
			],
			{ choices: { yn } }
		)
	);
	expect(form.validate().ok).toBe(true);
	fill(form, { a: 'y' });
	expect(form.validate().first?.path).toBe('b');
	expect(form.firstError?.path).toBe('b');
	fill(form, { b: 'x' });
	expect(form.node('b')?.error).toBeNull();
	fill(form, { a: 'n' });
	fill(form, { b: 'changed' });
	expect(form.node('b')?.value).toBe('x');
});

test('or_other brings its own question', () => {
	const form = begin(
		definitionOf([{ type: 'select_one', name: 'why', label: '?', list: 'yn', or_other: true }], {
			choices: { yn }
		})
	);
	expect(form.node('why')?.choices.map((choice) => choice.name)).toEqual(['y', 'n', 'other']);
	fill(form, { why: 'other', why_other: '外出打工' });
	expect(form.answers()).toEqual({ why: 'other', why_other: '外出打工' });
});

test('choices are shuffled by the seed, the same way every time', () => {
	const digits = Array.from({ length: 9 }, (_, index) => ({ name: `c${index}`, label: String(index) }));
	const order = (seed: string) =>
		begin(
			definitionOf(
				[
					{ type: 'select_one', name: 'q', label: '?', list: 'digits', parameters: { randomize: true, seed } }
				],
				{ choices: { digits } }
			)
		)
			.node('q')
			?.choices.map((choice) => choice.name);
	expect(order('42')).toEqual(order('42'));
	expect(order('42')).not.toEqual(order('43'));
	expect([...(order('42') ?? [])].sort()).toEqual(digits.map((digit) => digit.name));
});

describe('score and veto', () => {
	const grade = [
		{ name: 'pass', label: '合格', score: 1 },
		{ name: 'fail', label: '不合格', score: 0 },
		{ name: 'na', label: '不适用' }
	];
	const item = (name: string, more: Partial<Item> = {}): Item => ({
		type: 'select_one',
		name,
		label: name,
		list: 'grade',
		...more
	});
	const inspection = () =>
		begin(
			definitionOf([item('floor', { score: 2 }), item('lamp'), item('gas', { score: 5, veto: true })], {
				choices: { grade }
			})
		);

	test('weights count, "not applicable" does not', () => {
		const form = inspection();
		fill(form, { floor: 'pass', lamp: 'fail', gas: 'na' });
		expect(tally(form)).toEqual({ points: 2, possible: 3, total: 8, vetoes: [] });
	});

	test('a failed veto item is named', () => {
		const form = inspection();
		fill(form, { floor: 'pass', lamp: 'pass', gas: 'fail' });
		expect(tally(form)).toEqual({ points: 3, possible: 8, total: 8, vetoes: ['gas'] });
	});
});

test('a warning of the form’s own is told and does not hold up saving', () => {
	const form = begin(
		definitionOf([
			{
				type: 'integer',
				name: 'people',
				label: '人数',
				warning: '. <= 12',
				warning_message: { zh: '这么多人？' }
			}
		])
	);
	fill(form, { people: 15 });
	const node = form.node('people');
	expect(node?.warning?.code).toBe('warning');
	expect(node && form.text(node, 'warning_message')).toBe('这么多人？');
	expect(form.validate().ok).toBe(true);
});

test('a chain of 3,000 calculations neither ends the stack nor loses its order', () => {
	const chain: Item[] = [{ type: 'integer', name: 'c0', label: '?' }];
	for (let each = 1; each < 3000; each++) {
		chain.unshift({ type: 'calculate', name: `c${each}`, calculation: `\${c${each - 1}} + 1` });
	}
	const form = begin(definitionOf(chain));
	fill(form, { c0: 1 });
	expect(form.answers().c2999).toBe(3000);
});
