import type { Scope } from '../expression/compile';
import type { Context } from '../expression/context';
import { ExpressionError, type Step as PathStep } from '../expression/syntax';
import type { NodeSet } from '../expression/value';
import type { FormDefinition } from './definition';
import { commonTop, type Field } from './field';
import { reach } from './reach';

/** What a part of an expression stands for: some fields, the form's document, or a place in a list. */
export type Place =
	| { readonly kind: 'fields'; readonly fields: readonly Field[] }
	| { readonly kind: 'document' }
	| { readonly kind: 'list'; readonly name: string; readonly level: 'instance' | 'root' | 'item' | 'cell' };

const LEVELS = { instance: 'root', root: 'item', item: 'cell', cell: 'cell' } as const;

/** Names a field's expressions may use. */
export interface Names {
	readonly definition: FormDefinition;
	readonly root: Field;
	readonly byName: ReadonlyMap<string, readonly Field[]>;
	/** Columns of each list and table. */
	readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The scope of one field's expressions; gathers what they read. */
export class FieldScope implements Scope<Place> {
	readonly root: Place = { kind: 'document' };
	readonly own: Place;
	/** Fields read, with the innermost part of the form that both stand in (undefined: found by path). */
	readonly fields = new Map<Field, Field | undefined>();
	clock = false;
	language = false;

	constructor(
		readonly names: Names,
		readonly field: Field
	) {
		this.own = { kind: 'fields', fields: [field] };
	}

	reference(name: string, at: number, whole: boolean): { run: (context: Context) => NodeSet; shape: Place } {
		if (name.startsWith('last-saved#')) throw new ExpressionError('unsupported_last_saved', at, { name });
		const found = this.names.byName.get(name) ?? [];
		const [target] = found;
		if (!target) throw new ExpressionError('unknown_field', at, { name });
		if (found.length > 1) throw new ExpressionError('ambiguous_field', at, { name });
		const top = whole ? this.names.root : commonTop(this.field, target);
		if (!this.fields.has(target)) this.fields.set(target, top);
		else if (this.fields.get(target) !== top) this.fields.set(target, undefined);
		return { run: reach(top, target), shape: { kind: 'fields', fields: [target] } };
	}

	step(from: Place, { axis, test, at }: PathStep): Place {
		if (axis === 'self') return from;
		if (from.kind === 'list') return this.#listStep(from, test, axis === 'parent', at);
		if (from.kind === 'document') {
			const { root, definition } = this.names;
			if (axis === 'child' && ['*', root.name, definition.id].includes(test))
				return { kind: 'fields', fields: [root] };
			throw new ExpressionError('unknown_field', at, { name: test });
		}
		if (axis === 'parent') {
			const parents = from.fields.flatMap((field) => (field.parent ? [field.parent] : []));
			return parents.length > 0 ? { kind: 'fields', fields: [...new Set(parents)] } : { kind: 'document' };
		}
		const fields = from.fields
			.flatMap((field) => field.children)
			.filter((field) => !field.silent && (test === '*' || field.name === test));
		if (fields.length === 0) throw new ExpressionError('unknown_field', at, { name: test });
		return { kind: 'fields', fields };
	}

	#listStep(from: Extract<Place, { kind: 'list' }>, test: string, up: boolean, at: number): Place {
		if (up) return from;
		const level = LEVELS[from.level];
		if (level === 'cell' && test !== '*') this.column(from.name, test, at);
		return { ...from, level };
	}

	instance(name: string, at: number): Place {
		if (!this.names.columns.has(name)) throw new ExpressionError('unknown_list', at, { name });
		return { kind: 'list', name, level: 'instance' };
	}

	column(table: string, name: string, at: number) {
		const columns = this.names.columns.get(table);
		if (!columns) throw new ExpressionError('unknown_list', at, { name: table });
		if (!columns.has(name)) throw new ExpressionError('unknown_column', at, { name, list: table });
	}

	choiceField(text: string, at: number) {
		const name = choiceFieldName(text);
		const [field] = this.names.byName.get(name) ?? [];
		if (!field) throw new ExpressionError('unknown_field', at, { name: text });
	}

	reads(shape: Place) {
		if (shape.kind !== 'fields') return;
		for (const field of shape.fields) if (!this.fields.has(field)) this.fields.set(field, undefined);
	}

	readsClock() {
		this.clock = true;
	}

	readsLanguage() {
		this.language = true;
	}
}

/** `'${town}'` or `/data/town`: the field that jr:choice-name() names in a text. */
export const choiceFieldName = (text: string): string => /([^/{}\s]+)\s*\}?\s*$/.exec(text)?.[1] ?? '';
