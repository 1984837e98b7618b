import type { Context, FunctionTable } from './context';
import { shuffle } from './shuffle';
import { toNodes, toNumber, toText, type ExpressionNode, type NodeSet, type Value } from './value';

function position(context: Context, value?: Value): number {
	if (value === undefined) return context.position;
	const [node] = toNodes(value);
	return node?.parent ? node.parent.named(node.name).indexOf(node) + 1 : NaN;
}

function under(node: ExpressionNode, ancestor: ExpressionNode): boolean {
	for (let each: ExpressionNode | null = node; each; each = each.parent) if (each === ancestor) return true;
	return false;
}

/** `indexed-repeat(${field}, ${repeat}, index, …)`: the field within the chosen instances. */
function indexedRepeat(_context: Context, fields: Value = [], ...pairs: Value[]): NodeSet {
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

const rows = (tables: NodeSet): NodeSet =>
	tables.flatMap((table) => table.named('root')).flatMap((root) => root.named('item'));

function pulldata(
	context: Context,
	table: Value = '',
	column: Value = '',
	key: Value = '',
	value: Value = ''
) {
	const wanted = toText(value);
	const keyColumn = toText(key);
	const row = rows(context.env.instance(toText(table))).find(
		(item) => item.named(keyColumn)[0]?.text() === wanted
	);
	return row?.named(toText(column))[0]?.text() ?? '';
}

export const nodeFunctions: FunctionTable = {
	position: { least: 0, most: 1, numeric: true, run: position },
	last: { least: 0, most: 0, numeric: true, run: (context) => context.size },
	current: { least: 0, most: 0, run: (context) => [context.origin] },
	instance: { least: 1, most: 1, run: (context, name = '') => context.env.instance(toText(name)) },
	pulldata: { least: 4, most: 4, run: pulldata },
	'indexed-repeat': { least: 3, most: Infinity, run: indexedRepeat },
	randomize: {
		least: 1,
		most: 2,
		run: (context, nodes = [], seed) =>
			shuffle(toNodes(nodes), () => context.env.random(), seed === undefined ? undefined : toNumber(seed))
	},
	'jr:choice-name': {
		least: 2,
		most: 2,
		run: (context, value = '', field = '') => context.env.choiceLabel(toText(field), toText(value))
	},
	uuid: {
		least: 0,
		most: 1,
		run: (context) => {
			const digit = () => Math.floor(context.env.random() * 16);
			return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (mark) =>
				(mark === 'x' ? digit() : (digit() & 3) | 8).toString(16)
			);
		}
	}
};
