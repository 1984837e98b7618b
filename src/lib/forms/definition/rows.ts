import type { ExpressionNode } from '../expression/value';
import type { Choice } from './definition';

type Row = Readonly<Record<string, unknown>>;

class Cell implements ExpressionNode {
	constructor(
		readonly name: string,
		readonly parent: RowNode,
		private readonly content: () => string
	) {}
	named(): readonly ExpressionNode[] {
		return [];
	}
	text(): string {
		return this.content();
	}
}

/** A choice or a table's row, as `<item>` with its columns: what choice filters and `instance()` look at. */
export class RowNode implements ExpressionNode {
	readonly name = 'item';
	readonly #cells = new Map<string, readonly ExpressionNode[]>();

	constructor(
		readonly parent: ExpressionNode | null,
		readonly row: Row,
		/** A choice's label in the form's language. */
		private readonly label: (choice: Choice) => string
	) {}

	named(name: string): readonly ExpressionNode[] {
		if (name === '*') return Object.keys(this.row).flatMap((key) => this.named(key));
		let cells = this.#cells.get(name);
		if (!cells) this.#cells.set(name, (cells = this.#cell(name)));
		return cells;
	}

	#cell(name: string): readonly ExpressionNode[] {
		const value = Object.hasOwn(this.row, name) ? this.row[name] : undefined;
		if (value === undefined || value === null) return [];
		if (name === 'label' && typeof value === 'object') {
			return [new Cell(name, this, () => this.label(this.row as Choice))];
		}
		const text = typeof value === 'object' ? '' : String(value);
		return [new Cell(name, this, () => text)];
	}

	text(): string {
		return '';
	}
}

class Holder implements ExpressionNode {
	children: readonly ExpressionNode[] = [];
	constructor(
		readonly name: string,
		readonly parent: ExpressionNode | null
	) {}
	named(name: string): readonly ExpressionNode[] {
		return name === '*' ? this.children : this.children.filter((child) => child.name === name);
	}
	text(): string {
		return '';
	}
}

/** A list as the document that `instance('…')/root/item` walks. */
export function rowDocument(rows: readonly Row[], label: (choice: Choice) => string): ExpressionNode {
	const document = new Holder('instance', null);
	const root = new Holder('root', document);
	document.children = [root];
	root.children = rows.map((row) => new RowNode(root, row, label));
	return document;
}
