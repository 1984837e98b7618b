import type { Compiled } from '../expression/compile';
import type { Context, Run } from '../expression/context';
import type { NodeSet } from '../expression/value';
import type { Choice, Flag, Item } from './definition';

export type FieldKind = 'root' | 'question' | 'group' | 'repeat' | 'flag' | 'instance_name';

/** What is computed for a field; `check` is constraint, warning and normal range together. */
export type Slot =
	| 'relevant'
	| 'repeat_count'
	| 'choices'
	| 'calculation'
	| 'required'
	| 'read_only'
	| 'check'
	| 'texts'
	| 'flag';

/** One computation of the form, at its place in the order in which all of them are right. */
export interface Step {
	readonly field: Field;
	readonly slot: Slot;
	order: number;
}

/** A step that a field's value feeds. */
export interface Dependent {
	readonly step: Step;
	/** The innermost field that both stand in: only its part of the form is computed again. */
	readonly top: Field;
	/** From below `top` down to the step's field. */
	readonly route: readonly Field[];
}

type ExpressionName =
	| 'relevant'
	| 'repeat_count'
	| 'choice_filter'
	| 'calculation'
	| 'required'
	| 'read_only'
	| 'constraint'
	| 'warning'
	| 'default'
	| 'seed'
	| 'when';

/** A compiled item of a definition: one a form version, shared by all live forms. */
export class Field {
	readonly children: Field[] = [];
	readonly expressions: Partial<Record<ExpressionName, Compiled>> = {};
	readonly steps: Step[] = [];
	readonly dependents: Dependent[] = [];
	/** `${name}` in labels → how to find it. */
	readonly references = new Map<string, (context: Context) => NodeSet>();
	choices: readonly Choice[] = [];
	/** The list it draws from, for choice filters. */
	list = '';
	flag: Flag | undefined;
	readonly depth: number;

	constructor(
		readonly id: number,
		readonly kind: FieldKind,
		readonly item: Item,
		/** JSON path of the item in its definition. */
		readonly path: string,
		readonly parent: Field | undefined,
		/** Place among the parent's children. */
		readonly place: number
	) {
		this.depth = parent ? parent.depth + 1 : 0;
	}

	get name(): string {
		return this.item.name;
	}

	/** Not part of the answers: computed for the form itself. */
	get silent(): boolean {
		return this.kind === 'flag' || this.kind === 'instance_name';
	}

	get container(): boolean {
		return this.kind === 'group' || this.kind === 'repeat' || this.kind === 'root';
	}

	step(slot: Slot): Step {
		let step = this.steps.find((each) => each.slot === slot);
		if (!step) this.steps.push((step = { field: this, slot, order: 0 }));
		return step;
	}

	run(name: ExpressionName): Run | undefined {
		return this.expressions[name]?.run;
	}
}

/** The fields from below `top` down to `field`. */
export function route(top: Field, field: Field): Field[] {
	const fields: Field[] = [];
	for (let each: Field | undefined = field; each && each !== top; each = each.parent) fields.unshift(each);
	return fields;
}

/** The innermost repeat (or the root) that holds both; a repeat's own expressions stand outside it. */
export function commonTop(from: Field, target: Field): Field {
	const holders = new Set<Field>();
	for (let each = from.parent; each; each = each.parent) holders.add(each);
	let top = target.parent;
	while (top?.parent && !(top.kind === 'repeat' && holders.has(top))) top = top.parent;
	return top ?? target;
}
