import type { Context } from '../expression/context';
import type { ExpressionNode, NodeSet } from '../expression/value';
import { route, type Field } from './field';

/** A field's place in one live form, as the compiled references walk it. */
export interface Instance extends ExpressionNode {
	readonly field: Field;
	readonly role: 'question' | 'group' | 'repeat' | 'instance';
	/** What it stands in; an instance stands in its repeat. */
	readonly owner: Instance | null;
	/** One a child field, by its place; of a repeat, its instances. */
	readonly kids: readonly Instance[];
}

/** The instance of `top` that a node stands in, or the top of the form. */
export function within<I extends Instance & { readonly owner: I | null }>(node: I, top: Field): I {
	let each = node;
	while (each.owner && (each.field !== top || each.role === 'repeat')) each = each.owner;
	return each;
}

/**
 * All nodes of a field under `start`, along its route. A repeat on the way, or at the end when `instances` is set,
 * stands for its instances.
 */
export function nodesAlong<I extends Instance & { readonly kids: readonly I[] }>(
	start: I,
	fields: readonly Field[],
	instances: boolean
): I[] {
	let nodes = [start];
	fields.forEach((field, index) => {
		const opened = field.repeats && (instances || index < fields.length - 1);
		// Runs for every edit: flatMap() costs three times as much.
		const found: I[] = [];
		for (const { kids } of nodes) {
			const child = kids[field.place];
			if (child) found.push(...(opened ? child.kids : [child]));
		}
		nodes = found;
	});
	return nodes;
}

/**
 * How to get from a field's expression to another field: up to what both stand in, and down again. A field that is
 * not relevant is found, and reads as empty.
 */
export function reach(top: Field, target: Field): (context: Context) => NodeSet {
	const fields = route(top, target);
	// The origin of a form's expression is always one of its fields.
	return ({ origin }) => nodesAlong(within(origin as Instance, top), fields, true);
}
