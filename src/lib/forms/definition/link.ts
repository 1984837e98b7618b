import { compile } from '../expression/compile';
import { parse } from '../expression/parser';
import { FormFault } from '../fault';
import {
	commonTop,
	DECIDING,
	EXPRESSIONS,
	route,
	sourceOf,
	stepOf,
	type ExpressionName,
	type Field,
	type Slot,
	type Step
} from './field';
import { namesOf, Scope, type Names } from './scope';
import { TEXTS } from './shape';

type Vertex = Field | Step;

const NAMES: readonly ExpressionName[] = [...EXPRESSIONS, 'seed', 'default'];

const slotOf = (name: Exclude<ExpressionName, 'default'>): Slot => {
	if (name === 'seed') return 'choice_filter';
	return name === 'warning' ? 'constraint' : name;
};

function edge(before: Vertex, after: Vertex) {
	before.after.push(after);
	after.waiting++;
}

/** A step is computed again when a field's value changes. */
function feed(source: Field, step: Step, top: Field) {
	edge(source, step);
	source.dependents.push({ step, top, route: route(top, step.field) });
}

/** What a step reads becomes what must be right before it. */
function depend(step: Step, { fields, clock, language, top }: Scope) {
	const { field, slot } = step;
	// A field's parents are right before it is: a repeat has its instances, a group its relevance.
	if (field.parent) edge(field.parent, step);
	for (const [source, shared] of fields) {
		// once() and `.` in a calculation read the value that stands, which is no cycle.
		if (source !== field || (slot !== 'calculation' && slot !== 'constraint'))
			feed(source, step, shared ?? top);
	}
	if (clock) step.clock = true;
	if (language) step.language = true;
	if (DECIDING.includes(slot)) edge(step, field);
}

function linkField(field: Field, names: Names) {
	const { item, parent } = field;
	if (parent) edge(parent, field);
	for (const name of NAMES) {
		const source = sourceOf(item, name);
		if (source === undefined) continue;
		const scope = new Scope(names, field);
		const here = name === 'choice_filter' ? undefined : [field];
		const { run, numeric } = compile(parse(source), scope, here);
		field.run[name] = run;
		if (name === 'calculation') field.numeric = numeric;
		if (name !== 'default') depend(stepOf(field, slotOf(name)), scope);
	}
	if (item.normal) stepOf(field, 'constraint');
	const check = field.steps.find((step) => step.slot === 'constraint');
	// A check also runs when its own field's value changes.
	if (check) feed(field, check, commonTop(field, field));
	const texts = new Scope(names, field);
	// All languages of all texts, as JSON: what matters here is which names are in it.
	const all = JSON.stringify(TEXTS.map((key) => item[key]));
	for (const [, name = ''] of all.matchAll(/\$\{\s*([^}]*?)\s*\}/g))
		field.references.set(name, texts.reference(name, 0, false).run);
	if (texts.fields.size > 0) depend(stepOf(field, 'texts'), texts);
}

/**
 * Compiles every expression of the fields.
 * @returns the computations, in the order in which one pass makes all of them right
 * @throws {FormFault} for the first expression that cannot be compiled, or a cycle
 */
export function link(fields: readonly Field[]): readonly Step[] {
	const names = namesOf(fields);
	for (const field of fields) {
		try {
			linkField(field, names);
		} catch (fault) {
			throw fault instanceof FormFault ? Object.assign(fault, { path: field.path }) : fault;
		}
	}
	// Kahn's algorithm: no recursion, so a chain of thousands of fields does not end the stack.
	const all = fields.flatMap<Vertex>((field) => [field, ...field.steps]);
	const ready = all.filter((vertex) => vertex.waiting === 0);
	for (const vertex of ready) for (const next of vertex.after) if (--next.waiting === 0) ready.push(next);
	if (ready.length < all.length) throw new FormFault('cycle', { names: '' });
	const steps = ready.flatMap((vertex) => ('slot' in vertex ? vertex : []));
	steps.forEach((step, index) => (step.order = index));
	return steps;
}
