import type { Finding } from '../contract';
import type { FormDefinition } from '../definition/definition';
import { EXPRESSIONS, sourceOf, type ExpressionName, type Field } from '../definition/field';
import { buildFields } from '../definition/fields';
import { link } from '../definition/link';
import { TEXTS } from '../definition/shape';
import { FormFault } from '../fault';
import { circleOf } from './cycle';
import { checkExpression } from './expression';
import { Findings } from './findings';
import { Vocabulary } from './place';
import { checkStructure } from './structure';

const NAMES: readonly ExpressionName[] = [...EXPRESSIONS, 'seed', 'default'];

/** Runs a check, and keeps as a finding what it refuses. */
function told(findings: Findings, path: string, check: () => void) {
	try {
		check();
	} catch (fault) {
		if (!(fault instanceof FormFault)) throw fault;
		const { code, params, at } = fault;
		findings.error(path, code, at === undefined ? params : { ...params, at: at + 1 });
	}
}

/** An expression's text and the JSON path where it stands; flags and the record's name are calculations inside. */
function placed({ item, path, flag, parent, name }: Field, expression: ExpressionName) {
	if (flag) return { source: typeof flag.when === 'string' ? flag.when : undefined, path: `${path}/when` };
	const inner = expression === 'seed' ? 'parameters/seed' : expression;
	const isName = name === '' && parent !== undefined;
	return { source: sourceOf(item, expression), path: `${path}/${isName ? 'instance_name' : inner}` };
}

function checkField(field: Field, words: Vocabulary, findings: Findings) {
	for (const name of field.flag ? (['calculation'] as const) : NAMES) {
		const { source, path } = placed(field, name);
		if (source === undefined) continue;
		const row = { kind: 'list', name: field.item.list ?? '', level: 'item' } as const;
		told(findings, path, () =>
			checkExpression(source, words, field, name === 'choice_filter' ? row : undefined)
		);
	}
	for (const key of TEXTS) {
		const texts = JSON.stringify(field.item[key] ?? '');
		for (const [, name = ''] of texts.matchAll(/\$\{\s*([^}]*?)\s*\}/g))
			told(findings, `${field.path}/${key}`, () => void words.field(name, 0));
	}
}

function checkExpressions(definition: FormDefinition, findings: Findings) {
	const fields = buildFields(definition);
	const words = new Vocabulary(definition, fields);
	for (const field of fields) checkField(field, words, findings);
	if (findings.refused) return;
	try {
		link(fields);
	} catch (fault) {
		if (!(fault instanceof FormFault)) throw fault;
		const circle = circleOf(fields);
		const names = [...circle, ...circle.slice(0, 1)].map((field) => field.name).join(' → ');
		findings.error(
			fault.path || (circle[0]?.path ?? ''),
			fault.code,
			fault.code === 'cycle' ? { names } : fault.params
		);
	}
}

/**
 * The publish check: all that is wrong with a definition, and what is unwise; nothing when it is right. Never
 * throws. What it lets pass, `loadForm` takes. Texts in both languages: `findingMessages` of `messages.ts`.
 */
export function checkForm(value: unknown): readonly Finding[] {
	const findings = new Findings();
	try {
		const definition = checkStructure(value, findings);
		if (definition) checkExpressions(definition, findings);
	} catch {
		findings.error('', 'not_understood');
	}
	return findings.list;
}
