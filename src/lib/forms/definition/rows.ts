import type { ExpressionNode } from '../expression/value';
import type { Choice } from './definition';

type Row = Readonly<Record<string, unknown>>;

/** A node outside the form; what stands below it is made when somebody looks. */
function made(
	name: string,
	parent: ExpressionNode | null,
	below: (self: ExpressionNode) => readonly ExpressionNode[],
	text = () => ''
): ExpressionNode {
	let kids: readonly ExpressionNode[] | undefined;
	const self: ExpressionNode = {
		name,
		parent,
		text,
		named: (wanted) => (kids ??= below(self)).filter((kid) => wanted === '*' || kid.name === wanted)
	};
	return self;
}

/**
 * A list as the document that `instance('…')/root/item` walks: its rows are items, with their columns below.
 * @param label a choice's label in the form's language
 */
export function rowDocument(rows: readonly Row[], label: (choice: Choice) => string): ExpressionNode {
	const cells = (row: Row) => (item: ExpressionNode) =>
		Object.entries(row).flatMap(([name, value]) => {
			if (value === undefined || value === null) return [];
			const told = () => (name === 'label' ? label(row as Choice) : '');
			return made(name, item, () => [], typeof value === 'object' ? told : () => String(value));
		});
	return made('instance', null, (document) => [
		made('root', document, (root) => rows.map((row) => made('item', root, cells(row))))
	]);
}
