import fc from 'fast-check';
import { expect, test } from 'vitest';
import elderly from '../../care/forms/elderly-checkin.form.json';
import household from '../../visits/forms/household-visit.form.json';
import type { FormNode, LiveForm } from '../contract';
import { loadForm } from '../load';
import { findingMessages } from '../messages';
import { host } from '../scenario';
import { checkForm } from './check-form';

type Json = unknown;
type Holder = Record<string, Json>;

/** Every place in a definition where something could be put. */
function places(value: Json, found: [Holder, string][] = []): [Holder, string][] {
	if (typeof value !== 'object' || value === null) return found;
	for (const key of Object.keys(value)) {
		found.push([value as Holder, key]);
		places((value as Holder)[key], found);
	}
	return found;
}

const odd = fc.oneof(
	fc.constantFrom<Json>(null, 0, -1, 1e9, true, '', 'x', '__proto__', 'constructor', [], {}, [null], [[]], {
		name: 1
	}),
	fc.constantFrom('group', 'repeat', 'select_one', 'calculate', 'meta', 'hologram', 'yn', 'sbp', 'met'),
	fc.constantFrom(
		'${sbp}',
		'${nowhere}',
		'. > ',
		'../met',
		'/data/visit/met',
		"instance('yn')/root/item/name"
	),
	fc.constantFrom(
		'if(1)',
		'sum()',
		'not()',
		'selected()',
		'regex(., "(a+)+")',
		'once(., .)',
		'position(1)',
		'-----1'
	),
	fc.constantFrom(
		'indexed-repeat(${drug}, ${med}, 1)',
		'pulldata(1)',
		"date('x') + today()",
		'substr()',
		'1 div 0'
	),
	fc.constantFrom(
		"format-date(9e99, '%Y')",
		'randomize()',
		'string-length()',
		'join()',
		'jr:choice-name(1, 2)'
	),
	fc.jsonValue({ maxDepth: 3 })
);
/** One cut: replace, take away, copy elsewhere, or add beside. */
const surgery = fc.record({
	at: fc.nat(),
	from: fc.nat(),
	kind: fc.constantFrom('replace', 'remove', 'copy', 'add'),
	name: fc.constantFrom(
		'type',
		'relevant',
		'calculation',
		'children',
		'choice_filter',
		'repeat_count',
		'__proto__',
		'label'
	),
	value: odd
});

function operate(
	definition: Json,
	cuts: readonly (typeof surgery extends fc.Arbitrary<infer T> ? T : never)[]
) {
	const copy = structuredClone(definition);
	for (const { at, from, kind, name, value } of cuts) {
		const all = places(copy);
		const target = all[at % all.length];
		const source = all[from % all.length];
		if (!target || !source) continue;
		const [holder, key] = target;
		if (kind === 'replace') holder[key] = value;
		else if (kind === 'remove') delete holder[key];
		else if (kind === 'copy') holder[key] = structuredClone(source[0][source[1]]);
		else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
	}
	return copy;
}

/** Does with a form all that a person and a host can. */
function use(form: LiveForm) {
	const every = (node: FormNode): FormNode[] => [node, ...node.children.flatMap(every)];
	for (const node of every(form.root).slice(0, 80)) {
		for (const answer of ['yes', '186', '2026-11-21', 'a b', null, true, ['x']] as const)
			form.set(node, answer);
		form.add(node);
		for (const text of ['label', 'hint', 'constraint_message'] as const) form.text(node, text, 'en');
		node.choices.forEach((choice) => form.labelOf(choice, 'zh'));
		void node.path;
		const last = node.children.at(-1);
		if (last) form.remove(last);
	}
	form.setLanguage('en');
	form.refresh();
	form.validate();
	void [form.flags, form.instanceName, form.firstError, form.title(), form.answers()];
	return form.draft();
}

const RUNS = Number(process.env.FORM_FUZZ_RUNS ?? 300);

test.each([
	['the elderly check-in', elderly],
	['the household visit', household]
])(
	'%s, however it is cut up: refused in both languages, or it runs',
	{ timeout: 600_000 },
	(_name, shipped) => {
		let refused = 0;
		let ran = 0;
		fc.assert(
			fc.property(fc.array(surgery, { minLength: 1, maxLength: 4 }), (cuts) => {
				const definition = operate(shipped, cuts);
				const findings = checkForm(definition);
				const errors = findings.filter(({ severity }) => severity === 'error');
				for (const finding of findings) {
					const { message } = findingMessages(finding);
					expect(message['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
					expect(message.en).not.toBe(finding.code);
				}
				const loaded = loadForm(definition);
				if (errors.length === 0) expect(loaded.ok).toBe(true);
				if (!loaded.ok) {
					refused++;
					expect(errors.length).toBeGreaterThan(0);
					return;
				}
				ran++;
				const draft = use(loaded.form.begin(host()));
				use(loaded.form.begin(host({ answers: draft })));
			}),
			{ numRuns: RUNS, seed: 6 }
		);
		console.warn(`forms fuzz: ${RUNS} definitions, ${refused} refused, ${ran} ran`);
		expect(refused).toBeGreaterThan(0);
		expect(ran).toBeGreaterThan(0);
	}
);
