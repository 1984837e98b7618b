import { compile, type Compiled } from '../expression/compile';
import { parse } from '../expression/parser';
import { ExpressionError } from '../expression/syntax';
import type { Expression, FormDefinition, Text } from './definition';
import { commonTop, route, type Field, type Slot, type Step } from './field';
import type { Findings } from './findings';
import { Order } from './order';
import { FieldScope, type Names, type Place } from './scope';

/** The computations of a form in the order in which one pass makes all of them right. */
export interface Plan {
	readonly steps: readonly Step[];
	/** Steps that read the clock, and steps that read labels. */
	readonly clock: readonly Step[];
	readonly language: readonly Step[];
}

const REFERENCE = /\$\{([^}]*)\}/g;
/** A default is computed when it holds a reference or a call; `2026-01-01` and `red - green` are literals. */
const DYNAMIC = /\$\{|[a-z][a-z:-]*\(/;

export const isDynamic = (value: unknown): value is string =>
	typeof value === 'string' && DYNAMIC.test(value);

function namesOf(definition: FormDefinition, fields: readonly Field[]): Names {
	const byName = new Map<string, Field[]>();
	for (const field of fields) {
		if (field.kind === 'root' || field.silent) continue;
		byName.set(field.name, [...(byName.get(field.name) ?? []), field]);
	}
	const columns = new Map<string, Set<string>>();
	const lists = [...Object.entries(definition.tables ?? {}), ...Object.entries(definition.choices ?? {})];
	for (const [name, rows] of lists) columns.set(name, new Set(rows.flatMap((row) => Object.keys(row))));
	const [root] = fields;
	if (!root) throw new Error('a form has a root');
	return { definition, root, byName, columns };
}

class Linker {
	readonly #order = new Order();
	readonly #clock: Step[] = [];
	readonly #language: Step[] = [];

	constructor(
		private readonly names: Names,
		private readonly findings: Findings
	) {}

	field(field: Field) {
		const { item } = field;
		this.#order.add(field);
		if (field.parent) this.#order.edge(field.parent, field);
		this.#slot(field, 'relevant', 'relevant', item.relevant);
		this.#slot(field, 'repeat_count', 'repeat_count', item.repeat_count);
		this.#slot(field, 'choice_filter', 'choices', item.choice_filter, {
			kind: 'list',
			name: field.list,
			level: 'item'
		});
		this.#slot(field, 'seed', 'choices', this.#seed(field));
		this.#slot(field, 'calculation', 'calculation', item.calculation);
		this.#slot(field, 'required', 'required', item.required);
		this.#slot(field, 'read_only', 'read_only', item.read_only);
		this.#slot(field, 'constraint', 'check', item.constraint);
		this.#slot(field, 'warning', 'check', item.warning);
		if (item.normal) this.#check(field);
		if (isDynamic(item.default)) {
			field.expressions.default = this.#compile(field, item.default, `${field.path}/default`)?.compiled;
		}
		if (field.flag) this.#slot(field, 'when', 'flag', field.flag.when);
		if (field.kind === 'instance_name') {
			this.#slot(field, 'calculation', 'calculation', this.names.definition.settings?.instance_name);
		}
		this.#texts(field);
	}

	#seed(field: Field): Expression | undefined {
		const { randomize, seed } = field.item.parameters ?? {};
		if (randomize !== true && randomize !== 'true') return undefined;
		return seed === undefined ? 'number("")' : String(seed);
	}

	#slot(
		field: Field,
		name: keyof Field['expressions'],
		slot: Slot,
		source: Expression | undefined,
		here?: Place
	) {
		if (source === undefined || source === '') return;
		const linked = this.#compile(
			field,
			source,
			`${field.path}/${name === 'seed' ? 'parameters/seed' : name}`,
			here
		);
		if (!linked) return;
		field.expressions[name] = linked.compiled;
		const step = slot === 'check' ? this.#check(field) : field.step(slot);
		this.#depend(step, linked.scope);
		if (slot === 'relevant' || slot === 'repeat_count' || slot === 'choices' || slot === 'calculation') {
			this.#order.edge(step, field);
		}
	}

	/** A check also runs when its own field's value changes. */
	#check(field: Field): Step {
		const known = field.steps.some((step) => step.slot === 'check');
		const step = field.step('check');
		if (!known) this.#feed(field, step, commonTop(field, field));
		return step;
	}

	#compile(field: Field, source: Expression, path: string, here?: Place) {
		const scope = new FieldScope(this.names, field);
		try {
			const compiled: Compiled =
				typeof source === 'boolean'
					? { run: () => source, numeric: false }
					: compile(parse(source), scope, here ?? scope.own);
			return { compiled, scope };
		} catch (error) {
			if (!(error instanceof ExpressionError)) throw error;
			this.findings.error(path, error.code, { ...error.params, at: error.at + 1 });
			return undefined;
		}
	}

	#depend(step: Step, scope: FieldScope) {
		this.#order.add(step);
		// A field's parents are right before it is: a repeat has its instances, a group its relevance.
		if (step.field.parent) this.#order.edge(step.field.parent, step);
		for (const [source, top] of scope.fields) {
			// once() and `.` in a calculation read the value that stands, which is no cycle.
			if (source === step.field && step.slot === 'calculation') continue;
			if (!(source === step.field && step.slot === 'check')) this.#feed(source, step, top);
		}
		if (scope.clock && !this.#clock.includes(step)) this.#clock.push(step);
		if (scope.language && !this.#language.includes(step)) this.#language.push(step);
	}

	#feed(source: Field, step: Step, top: Field | undefined) {
		this.#order.edge(source, step);
		const from = top ?? this.names.root;
		source.dependents.push({ step, top: from, route: route(from, step.field) });
	}

	/** `${name}` in labels, hints and messages. */
	#texts(field: Field) {
		const { item } = field;
		const texts: readonly [string, Text | undefined][] = [
			['label', item.label],
			['hint', item.hint],
			['guidance', item.guidance],
			['required_message', item.required_message],
			['constraint_message', item.constraint_message],
			['warning_message', item.warning_message]
		];
		const scope = new FieldScope(this.names, field);
		for (const [key, text] of texts) {
			const all = typeof text === 'string' ? [text] : Object.values(text ?? {});
			for (const [, name = ''] of all.flatMap((each) => [...each.matchAll(REFERENCE)])) {
				this.#textReference(field, name.trim(), scope, `${field.path}/${key}`);
			}
		}
		if (scope.fields.size > 0) this.#depend(field.step('texts'), scope);
	}

	#textReference(field: Field, name: string, scope: FieldScope, path: string) {
		try {
			const { run, shape } = scope.reference(name, 0, false);
			scope.reads(shape);
			field.references.set(name, run);
		} catch (error) {
			if (!(error instanceof ExpressionError)) throw error;
			this.findings.error(path, error.code, error.params);
		}
	}

	plan(): Plan {
		const { sorted, cycle } = this.#order.sort();
		if (cycle.length > 0) {
			const names = cycle.map((field) => field.name);
			this.findings.error(cycle[0]?.path ?? '', 'cycle', { names: [...names, names[0]].join(' → ') });
		}
		const steps = sorted.flatMap((vertex) => ('slot' in vertex ? [vertex] : []));
		steps.forEach((step, index) => (step.order = index));
		return { steps, clock: this.#clock, language: this.#language };
	}
}

/** Compiles every expression of the fields and orders the computations. Findings tell what cannot be compiled. */
export function link(definition: FormDefinition, fields: readonly Field[], findings: Findings): Plan {
	const linker = new Linker(namesOf(definition, fields), findings);
	for (const field of fields) linker.field(field);
	return linker.plan();
}
