import { describe, expect, test } from 'vitest';
import type { Answer } from '../contract';
import type { Item } from '../definition/definition';
import { begin, definitionOf, fill, MORNING } from '../scenario';

/** The text that an expression gives beside some answered questions. */
function result(expression: string, answers: Record<string, Answer> = {}): unknown {
	const questions: Item[] = ['a', 'b', 'c'].map((name) => ({ type: 'text', name, label: name }));
	const form = begin(
		definitionOf([...questions, { type: 'calculate', name: 'result', calculation: expression }], {
			choices: {
				towns: [
					{ name: 'hz', label: { zh: '杭州', en: 'Hangzhou' }, province: 'zj', people: 12 },
					{ name: 'nb', label: { zh: '宁波', en: 'Ningbo' }, province: 'zj', people: 9 },
					{ name: 'sz', label: { zh: '苏州', en: 'Suzhou' }, province: 'js', people: 13 }
				]
			},
			tables: { prices: [{ item: 'meal', fen: '800' }] }
		})
	);
	fill(form, answers);
	return form.answers().result ?? '';
}

describe('operators', () => {
	test.each([
		['1 + 2 * 3', 7],
		['(1 + 2) * 3', 9],
		['7 mod 3', 1],
		['-7 mod 3', -1],
		['7 div 2', 3.5],
		['2 - -2', 4],
		["'a' = 'a' and 1 < 2", 'true'],
		["'' = ''", 'true'],
		['1 div 0 = 2', 'false'],
		['1 div 3', 0.3333333333333333],
		['0.1 + 0.2', 0.30000000000000004],
		['1 = 1 or 1 div 0', 'true'],
		['3 > 2 > 1', 'false'],
		['‘curly’', 'curly']
	])('%s', (expression, expected) => {
		expect(result(expression)).toEqual(expected);
	});

	test('an empty answer is the empty text and not a number', () => {
		expect(result("${a} = ''")).toBe('true');
		expect(result('${a} >= 0')).toBe('false');
		expect(result('${a} + 1')).toBe('');
		expect(result('number(${a}) = number(${a})')).toBe('false');
	});
});

describe('functions', () => {
	test.each([
		["if(1 > 2, 'yes', 'no')", 'no'],
		["coalesce('', 'b')", 'b'],
		["concat('a', 1, true())", 'a1true'],
		["join('-', 'a', 'b')", 'a-b'],
		["substr('hello', 1, 3)", 'el'],
		["substr('hello', -3)", 'llo'],
		["substring-before('2026-11', '-')", '2026'],
		["substring-after('2026-11', '-')", '11'],
		["translate('bar', 'abc', 'AB')", 'BAr'],
		["string-length('邻里')", 2],
		["normalize-space('  a   b ')", 'a b'],
		["selected('a b c', 'b')", 'true'],
		["selected('abc', 'b')", 'false'],
		["selected-at('a b c', 1)", 'b'],
		["count-selected('a b c')", 3],
		["regex('13800138000', '^1[3-9]\\d{9}$')", 'true'],
		["contains('abc', 'bc') and starts-with('abc', 'a') and ends-with('abc', 'c')", 'true'],
		['int(-3.7)', -3],
		['round(2.5)', 3],
		['round(-2.5)', -3],
		['round(1.005, 2)', 1.01],
		['round(1234, -2)', 1200],
		['pow(2, 10)', 1024],
		['abs(-2) + floor(1.9) + ceiling(1.1)', 5],
		['max(1, 3, 2) - min(4, 2)', 1],
		["number('12') + int('3.9')", 15],
		["boolean-from-string('1')", 'true'],
		['checklist(1, 2, 1 = 1, 1 = 2)', 'true'],
		['weighted-checklist(3, 5, 1 = 1, 2, 1 = 1, 2)', 'true'],
		['round(distance("30 120 0 0; 30 120.001 0 0"))', 96],
		["jr:choice-name('hz', '${town}')", '杭州'],
		["pulldata('prices', 'fen', 'item', 'meal')", '800'],
		["instance('towns')/root/item[name = 'sz']/people", '13'],
		["count(instance('towns')/root/item[province = 'zj'])", 2],
		["instance('towns')/root/item[2]/label", '宁波'],
		["sum(instance('towns')/root/item[province = 'zj']/people)", 21]
	])('%s', (expression, expected) => {
		const questions: Item[] = [{ type: 'select_one', name: 'town', label: '城市', list: 'towns' }];
		const form = begin(
			definitionOf([...questions, { type: 'calculate', name: 'result', calculation: expression }], {
				choices: {
					towns: [
						{ name: 'hz', label: { zh: '杭州', en: 'Hangzhou' }, province: 'zj', people: 12 },
						{ name: 'nb', label: { zh: '宁波', en: 'Ningbo' }, province: 'zj', people: 9 },
						{ name: 'sz', label: { zh: '苏州', en: 'Suzhou' }, province: 'js', people: 13 }
					]
				},
				tables: { prices: [{ item: 'meal', fen: '800' }] }
			})
		);
		expect(form.answers().result).toEqual(expected);
	});
});

describe('dates are of the community’s zone', () => {
	test.each([
		['string(today())', '2026-11-21'],
		['string(now())', '2026-11-21T09:30:00.000+08:00'],
		["today() - date('2026-11-01')", 20],
		["date('2026-02-27') + 2", 20513],
		["string(date(date('2026-02-27') + 2))", '2026-03-01'],
		["format-date(today(), '%Y/%m/%d %a %b %e')", '2026/11/21 Sat Nov 21'],
		["format-date-time('2026-11-21T09:05:07+08:00', '%H:%M:%S')", '09:05:07'],
		["format-date-time('2026-11-21T01:05:07Z', '%h:%M')", '9:05'],
		["decimal-time('12:00:00')", 0.5],
		["decimal-date-time('1970-01-02')", 1],
		["date('2026-02-30') = ''", 'true'],
		["today() < '2026-11-22'", 'true'],
		["int((today() - date('1941-08-15')) div 365.25)", 85]
	])('%s', (expression, expected) => {
		expect(result(expression)).toEqual(expected);
	});

	test('today follows the clock past midnight when the form is refreshed', () => {
		let now = MORNING;
		const form = begin(definitionOf([{ type: 'calculate', name: 'day', calculation: 'string(today())' }]), {
			now: () => now
		});
		now += 14.5 * 3_600_000;
		expect(form.answers().day).toBe('2026-11-21');
		form.refresh();
		expect(form.answers().day).toBe('2026-11-22');
	});
});

test('random numbers come from the seed', () => {
	const drawn = (seed: number) => {
		const form = begin(definitionOf([{ type: 'calculate', name: 'r', calculation: 'once(random())' }]), {
			seed
		});
		return form.answers().r;
	};
	expect(drawn(1)).toBe(drawn(1));
	expect(drawn(1)).not.toBe(drawn(2));
});

test('a choice’s name follows the language', () => {
	const form = begin(
		definitionOf(
			[
				{ type: 'select_one', name: 'yn', label: '?', list: 'yn', default: 'y' },
				{ type: 'calculate', name: 'said', calculation: "jr:choice-name(${yn}, '${yn}')" }
			],
			{ choices: { yn: [{ name: 'y', label: { zh: '是', en: 'Yes' } }] } }
		)
	);
	expect(form.answers().said).toBe('是');
	form.setLanguage('en');
	expect(form.answers().said).toBe('Yes');
});
