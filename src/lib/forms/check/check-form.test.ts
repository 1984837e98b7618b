import { describe, expect, test } from 'vitest';
import elderly from '../../care/forms/elderly-checkin.form.json';
import household from '../../visits/forms/household-visit.form.json';
import { checkForm } from './check-form';
import { findingMessages } from '../messages';
import { definitionOf } from '../scenario';
import type { Item } from '../definition/definition';

const text = (name: string, more: Partial<Item> = {}): Item => ({ type: 'text', name, label: '问', ...more });
const calculate = (calculation: string): Item => ({ type: 'calculate', name: 'result', calculation });
const errors = (definition: unknown) => checkForm(definition).filter(({ severity }) => severity === 'error');
const refusal = (...survey: unknown[]) => errors(definitionOf(survey as Item[]))[0];

/** Built from the inside, as a reader of hostile JSON would have it. */
function nested(depth: number): Item {
	let item = text('deepest');
	for (let each = 0; each < depth; each++) item = { type: 'group', name: `g${each}`, children: [item] };
	return item;
}

describe('faulty definitions are refused, with where and how to mend', () => {
	test.each<[string, unknown, string, string]>([
		['a text', 'form', '', 'not_an_object'],
		['another schema', { schema: 'form/9' }, '/schema', 'unknown_schema'],
		['no questions', definitionOf([]), '/survey', 'empty_survey'],
		['a bad version', definitionOf([text('a')], { version: 'v1' }), '/version', 'bad_version'],
		[
			'an unknown type',
			definitionOf([{ ...text('a'), type: 'hologram' as 'text' }]),
			'/survey/0/type',
			'unknown_type'
		],
		['a duplicate name', definitionOf([text('a'), text('a')]), '/survey/1', 'duplicate_name'],
		['__proto__ as a name', definitionOf([text('__proto__')]), '/survey/0/name', 'bad_name'],
		['__proto__ as a key', JSON.parse('{"schema":"form/1","__proto__":{}}'), '/__proto__', 'forbidden_name'],
		[
			'an unknown list',
			definitionOf([{ ...text('a'), type: 'select_one', list: 'x' }]),
			'/survey/0/list',
			'unknown_list'
		],
		[
			'a 1 MB label',
			definitionOf([text('a', { label: { zh: '长'.repeat(1 << 20) } })]),
			'/survey/0/label',
			'text_too_long'
		],
		[
			'a label that is a number',
			definitionOf([{ ...text('a'), label: 5 as unknown as string }]),
			'/survey/0/label',
			'wrong_kind'
		],
		['no calculation', definitionOf([{ type: 'calculate', name: 'c' }]), '/survey/0', 'missing_property'],
		[
			'children of a question',
			definitionOf([text('a', { children: [text('b')] })]),
			'/survey/0/children',
			'children_of_question'
		],
		[
			'a flag that reads nothing',
			definitionOf([text('a')], { flags: [{ id: 'f', when: '${b}', level: 'high' }] }),
			'/flags/0/when',
			'unknown_field'
		]
	])('%s', (_what, definition, path, code) => {
		const found = errors(definition);
		expect(found).toContainEqual(expect.objectContaining({ path, code }));
		for (const finding of found) {
			const { message } = findingMessages(finding);
			expect(message['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/s);
			expect(message.en).toMatch(/^[^\u4e00-\u9fff]*\.$/s);
		}
	});

	test.each([
		['frobnicate(1)', 'unknown_function', 1],
		['1 + Count-Selected("a")', 'unknown_function', 5],
		['${missing} + 1', 'unknown_field', 1],
		['../missing', 'unknown_field', 4],
		['1 +', 'ends_early', 4],
		['(1', 'expected', 3],
		["'open", 'unclosed', 1],
		['1 1', 'unexpected', 3],
		['#', 'unexpected', 1],
		['//a', 'unsupported_axis', 1],
		['following-sibling::a', 'unsupported_axis', 1],
		['if(1, 2)', 'arity', 1],
		["regex('a', '^(a+)+$')", 'pattern_nested', 1],
		["regex('a', ${result})", 'pattern_not_literal', 1],
		["instance('nowhere')/root/item", 'unknown_list', 1],
		["pulldata('nowhere', 'a', 'b', 'c')", 'unknown_list', 1],
		['${last-saved#a}', 'unsupported_last_saved', 1],
		['('.repeat(300) + '1' + ')'.repeat(300), 'expression_too_deep', 201],
		['1'.repeat(8001), 'expression_too_long', 1]
	])('expression %s', (expression, code, at) => {
		const finding = refusal(calculate(expression));
		expect(finding).toMatchObject({ path: '/survey/0/calculation', code, params: { at } });
		if (finding) expect(findingMessages(finding).message['zh-CN']).toMatch(/[。？]$/);
	});

	test('10,000 nested groups', () => {
		expect(errors(definitionOf([nested(10_000)]))).toMatchObject([{ code: 'groups_too_deep' }]);
	});

	test('a misspelt function is told its right name', () => {
		const finding = refusal(calculate('count_selected("a")'));
		expect(finding && findingMessages(finding).message.en).toContain('Did you mean "count-selected"?');
	});

	test('a cycle names the fields of its circle', () => {
		const finding = refusal(
			text('innocent'),
			{ ...calculate('${b} + ${innocent}'), name: 'a' },
			{ ...calculate('${c}'), name: 'b' },
			{ ...calculate('${a}'), name: 'c' }
		);
		expect(finding).toMatchObject({ code: 'cycle' });
		expect(String(finding?.params.names).split(' → ').sort()).toEqual(
			expect.arrayContaining(['a', 'b', 'c'])
		);
		expect(finding?.params.names).not.toContain('innocent');
	});

	test('a group whose relevance hangs on its own question is a cycle', () => {
		const finding = refusal({ type: 'group', name: 'g', relevant: "${a} = 'x'", children: [text('a')] });
		expect(finding?.code).toBe('cycle');
	});

	test('a name that two groups share cannot be referred to', () => {
		const group = (name: string): Item => ({ type: 'group', name, children: [text('same')] });
		expect(errors(definitionOf([group('one'), group('two')]))).toEqual([]);
		expect(refusal(group('one'), group('two'), calculate('${same}'))?.code).toBe('ambiguous_field');
	});

	test('a column that the list does not have', () => {
		const definition = definitionOf(
			[{ type: 'select_one', name: 'a', label: '?', list: 'towns', choice_filter: "provence = 'zj'" }],
			{ choices: { towns: [{ name: 'hz', label: '杭州', province: 'zj' }] } }
		);
		expect(errors(definition)[0]).toMatchObject({ path: '/survey/0/choice_filter', code: 'unknown_column' });
	});
});

test('whatever is handed in, nothing is thrown', () => {
	const odd = [
		null,
		undefined,
		0,
		'',
		[],
		{},
		{ schema: 'form/1' },
		{ schema: 'form/1', survey: [null, 1, 'x', []] }
	];
	const broken = [
		...odd,
		{ ...definitionOf([]), survey: { length: 3 } },
		{ ...definitionOf([text('a')]), choices: [1], tables: 'x', flags: [null], settings: 3, languages: [1] },
		definitionOf([{ ...text('a'), children: 'x', parameters: 'x', normal: 'x' } as unknown as Item])
	];
	for (const definition of broken) expect(errors(definition).length).toBeGreaterThan(0);
});

test('missing translations and unknown properties are warnings', () => {
	const definition = definitionOf([text('a', { label: { zh: '问' }, ...{ colour: 'red' } })]);
	expect(checkForm(definition).map(({ code, severity }) => [code, severity])).toEqual([
		['unknown_property', 'warning'],
		['missing_translation', 'warning']
	]);
});

test('the shipped forms are right', () => {
	expect(checkForm(household)).toEqual([]);
	expect(errors(elderly)).toEqual([]);
});
