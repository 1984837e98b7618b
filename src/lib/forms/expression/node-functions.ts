import type { Calls } from './context';
import { shuffle } from './shuffle';
import { toNodes, toNumber, toText, type ExpressionNode, type NodeSet, type Value } from './value';

function under(node: ExpressionNode, ancestor: ExpressionNode): boolean {
	for (let each: ExpressionNode | null = node; each; each = each.parent) if (each === ancestor) return true;
	return false;
}

/** `indexed-repeat(${field}, ${repeat}, index, …)`: the field within the chosen instances. */
function indexedRepeat(fields: Value, pairs: readonly Value[]): NodeSet {
	let found = toNodes(fields);
	let outer: ExpressionNode | undefined;
	for (let index = 0; index + 1 < pairs.length; index += 2) {
		const within = outer;
		const instances = toNodes(pairs[index] ?? []).filter((node) => !within || under(node, within));
		const chosen = instances[toNumber(pairs[index + 1] ?? NaN) - 1];
		if (!chosen) return [];
		outer = chosen;
		found = found.filter((node) => under(node, chosen));
	}
	return found;
}

/** The rows of a list or table. */
export const rowsOf = (list: ExpressionNode): NodeSet => list.named('root')[0]?.named('item') ?? [];

export const nodeCalls: Calls = {
	current: ({ origin }) => [origin],
	instance: ({ env }, name) => [env.list(toText(name))],
	pulldata: ({ env }, table, column, key, value) => {
		const cell = (row: ExpressionNode | undefined, name: Value) => row?.named(toText(name))[0]?.text();
		const wanted = toText(value);
		return (
			cell(
				rowsOf(env.list(toText(table))).find((row) => cell(row, key) === wanted),
				column
			) ?? ''
		);
	},
	'indexed-repeat': (_context, fields, ...pairs) => indexedRepeat(fields, pairs),
	randomize: ({ env }, nodes, seed = NaN) => shuffle(toNodes(nodes), env.random, toNumber(seed)),
	'jr:choice-name': ({ env }, value, field) => env.choiceLabel(toText(field), toText(value)),
	uuid: ({ env }) =>
		'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(env.random() * 16).toString(16))
};

/** Those whose result is a number. */
export const placeInSetCalls: Calls = {
	position: ({ position }, nodes) => {
		if (nodes === undefined) return position;
		const [node] = toNodes(nodes);
		return node?.parent ? node.parent.named(node.name).indexOf(node) + 1 : NaN;
	},
	last: ({ size }) => size
};
