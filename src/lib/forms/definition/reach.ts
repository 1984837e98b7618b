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

/** The instance of `top` that a node stands in, or the root. */
export function within(node: Instance, top: Field): Instance {
	let each = node;
	while (each.owner && (each.field !== top || each.role === 'repeat')) each = each.owner;
	return each;
}

/**
 * All nodes of a field under `start`, along its route. A repeat on the way, or at the end when `instances` is set,
 * stands for its instances.
 */
export function nodesAlong(start: Instance, fields: readonly Field[], instances: boolean): Instance[] {
	let nodes = [start];
	fields.forEach((field, index) => {
		const last = index === fields.length - 1;
		const next: Instance[] = [];
		for (const node of nodes) {
			const child = node.kids[field.place];
			if (!child) continue;
			if (field.kind === 'repeat' && (!last || instances)) next.push(...child.kids);
			else next.push(child);
		}
		nodes = next;
	});
	return nodes;
}

/**
 * How to get from a field's expression to another field: up to what both stand in, and down again. A field that is
 * not relevant is found, and reads as empty.
 */
export function reach(top: Field, target: Field): (context: Context) => NodeSet {
	const fields = route(top, target);
	return (context) => {
		// The origin of a form's expression is always one of its fields.
		return nodesAlong(within(context.origin as Instance, top), fields, true);
	};
}
