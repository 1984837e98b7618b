import type { Run } from '../expression/context';
import type { Choice, Flag, Item } from './definition';

/** An expression's name among the item's properties; `seed` is the parameter. */
export type ExpressionName = (typeof EXPRESSIONS)[number] | 'seed' | 'default';

/** Expressions that change what other fields read. */
const deciding = ['relevant', 'repeat_count', 'choice_filter', 'calculation'] as const;
export const DECIDING: readonly string[] = deciding;

/** An item's properties that hold an expression; the further ones change only what is shown. */
export const EXPRESSIONS = [...deciding, 'required', 'read_only', 'constraint', 'warning'] as const;

/**
 * What is computed for a field, by the expression that it is mostly about: `constraint` is also the warning and the
 * normal range, `choice_filter` the shuffled order too.
 */
export type Slot = Exclude<ExpressionName, 'seed' | 'default' | 'warning'> | 'texts';

/** What stands in the order of computations: a field's value, or one of its steps. */
interface Vertex {
	/** What can be right only after this. */
	readonly after: (Field | Step)[];
	/** For how many others it waits. */
	waiting: number;
}

/** One computation of the form, at its place in the order in which all of them are right. */
export interface Step extends Vertex {
	readonly field: Field;
	readonly slot: Slot;
	order: number;
	/** It reads the clock, or labels. */
	clock?: boolean;
	language?: boolean;
}

/** A step that a field's value feeds. */
interface Dependent {
	readonly step: Step;
	/** The innermost field that both stand in: only its part of the form is computed again. */
	readonly top: Field;
	/** From below `top` down to the step's field. */
	readonly route: readonly Field[];
}

/** A compiled item of a definition: one a form version, shared by all live forms. */
export interface Field extends Vertex {
	readonly item: Item;
	readonly name: string;
	/** JSON path of the item in its definition. */
	readonly path: string;
	readonly parent: Field | undefined;
	readonly children: Field[];
	/** Place among the parent's children. */
	readonly place: number;
	readonly repeats: boolean;
	/** A group or a repeat. */
	readonly container: boolean;
	readonly choices: readonly Choice[];
	/** What raises this flag: its item computes the flag's condition. */
	readonly flag: Flag | undefined;
	readonly run: { [name in ExpressionName]?: Run };
	/** Its calculation always gives a number. */
	numeric?: boolean | undefined;
	readonly steps: Step[];
	readonly dependents: Dependent[];
	/** `${name}` in labels → how to find it. */
	readonly references: Map<string, Run>;
}

export function newField(
	item: Item,
	path: string,
	choices: readonly Choice[],
	parent?: Field,
	flag?: Flag
): Field {
	const repeats = item.type === 'repeat';
	const field: Field = {
		item,
		name: item.name,
		path,
		choices,
		parent,
		flag,
		repeats,
		container: repeats || item.type === 'group',
		children: [],
		place: parent?.children.length ?? 0,
		run: {},
		steps: [],
		dependents: [],
		references: new Map(),
		after: [],
		waiting: 0
	};
	parent?.children.push(field);
	return field;
}

/** A field's computation of a kind, made when it is first asked for. */
export function stepOf(field: Field, slot: Slot): Step {
	const known = field.steps.find((each) => each.slot === slot);
	const step: Step = known ?? { field, slot, order: 0, after: [], waiting: 0 };
	if (!known) field.steps.push(step);
	return step;
}

/** A default is computed when it holds a reference or a call; `2026-01-01` and `red - green` are literals. */
export const isDynamic = (value: unknown): value is string =>
	typeof value === 'string' && /\$\{|[a-z][a-z:-]*\(/.test(value);

/** The text of one of an item's expressions; undefined when it has none. */
export function sourceOf(item: Item, name: ExpressionName): string | undefined {
	const { randomize, seed = 'number("")' } = item.parameters ?? {};
	if (name === 'seed') return String(randomize) === 'true' ? String(seed) : undefined;
	if (name === 'default' && !isDynamic(item.default)) return undefined;
	return expressionText(item[name]);
}

/** `true` and `false` may stand for their functions. */
export const expressionText = (source: unknown): string | undefined =>
	typeof source === 'boolean' ? `${source}()` : String(source ?? '') || undefined;

/** The fields from below `top` down to `field`. */
export function route(top: Field, field: Field): Field[] {
	const fields: Field[] = [];
	for (let each: Field | undefined = field; each && each !== top; each = each.parent) fields.unshift(each);
	return fields;
}

/** The innermost repeat (or the top) that holds both; a repeat's own expressions stand outside it. */
export function commonTop(from: Field, target: Field): Field {
	const holders = new Set<Field>();
	for (let each = from.parent; each; each = each.parent) holders.add(each);
	let top = target.parent;
	while (top?.parent && !(top.repeats && holders.has(top))) top = top.parent;
	return top ?? target;
}
