import type { FormDefinition } from '../definition/definition';
import type { Field } from '../definition/field';
import { namesOf, type Names } from '../definition/scope';
import type { Step } from '../expression/syntax';
import { FormFault } from '../fault';

/** What a part of an expression stands for: some fields, or a place in a list; undefined where nobody can say. */
export type Place =
	| { readonly kind: 'fields'; readonly fields: readonly Field[] }
	| { readonly kind: 'list'; readonly name: string; readonly level: 'instance' | 'root' | 'item' | 'cell' }
	| undefined;

const LEVELS = { instance: 'root', root: 'item', item: 'cell', cell: 'cell' } as const;

/** What a definition's expressions can name. */
export class Vocabulary {
	readonly #names: Names;
	/** Columns of each list and table. */
	readonly #columns = new Map<string, ReadonlySet<string>>();

	constructor({ tables = {}, choices = {} }: FormDefinition, fields: readonly Field[]) {
		this.#names = namesOf(fields);
		for (const [name, rows] of [...Object.entries(tables), ...Object.entries(choices)])
			this.#columns.set(name, new Set(rows.flatMap((row) => Object.keys(row))));
	}

	/** The field of a name, as XLSForm finds it: it must be the only one. */
	field(name: string, at: number): Field {
		const [field, other] = this.#names.get(name) ?? [];
		if (field && !other) return field;
		if (name.startsWith('last-saved#')) throw new FormFault('unsupported_last_saved', { name }, at);
		throw new FormFault(field ? 'ambiguous_field' : 'unknown_field', { name }, at);
	}

	column(list: string, name: string, at: number) {
		const columns = this.#columns.get(list);
		if (!columns) throw new FormFault('unknown_list', { name: list }, at);
		if (!columns.has(name)) throw new FormFault('unknown_column', { name, list }, at);
	}

	list(name: string, at: number): Place {
		if (!this.#columns.has(name)) throw new FormFault('unknown_list', { name }, at);
		return { kind: 'list', name, level: 'instance' };
	}

	/** Where a step leads: a misspelt name is found at publish instead of reading as empty on a doorstep. */
	step(from: Place, { axis, test, at }: Step): Place {
		if (!from || axis === 'self') return from;
		if (from.kind === 'list') {
			if (axis === 'parent') return undefined;
			const level = LEVELS[from.level];
			if (level === 'cell' && test !== '*') this.column(from.name, test, at);
			return { ...from, level };
		}
		const fields =
			axis === 'parent'
				? from.fields.flatMap((field) => field.parent ?? [])
				: from.fields
						.flatMap((field) => field.children)
						.filter((field) => field.name !== '' && (test === '*' || field.name === test));
		if (fields.length === 0) throw new FormFault('unknown_field', { name: test }, at);
		return { kind: 'fields', fields: [...new Set(fields)] };
	}
}
