import type { Context } from '../expression/context';
import { FormFault } from '../fault';
import type { NodeSet } from '../expression/value';
import { commonTop, type Field } from './field';
import { reach } from './reach';

/** Fields by the names that `${…}` may use. */
export type Names = ReadonlyMap<string, readonly Field[]>;

export function namesOf(fields: readonly Field[]): Names {
	const names = new Map<string, Field[]>();
	for (const field of fields)
		if (field.parent?.parent) names.set(field.name, [...(names.get(field.name) ?? []), field]);
	return names;
}

/** What one field's expressions can name; gathers what they read. */
export class Scope {
	/** Fields read, with the innermost part of the form that both stand in (undefined: found by path). */
	readonly fields = new Map<Field, Field | undefined>();
	clock = false;
	language = false;

	constructor(
		readonly names: Names,
		readonly field: Field
	) {}

	/** Where absolute paths begin. */
	get top(): Field {
		let top = this.field;
		while (top.parent) top = top.parent;
		return top;
	}

	/** `${name}`: it must be the only one. With `whole`, all instances, whatever repeat the expression stands in. */
	reference(name: string, at: number, whole: boolean): { target: Field; run: (context: Context) => NodeSet } {
		const [target, other] = this.names.get(name) ?? [];
		if (!target || other) throw new FormFault('unknown_field', { name }, at);
		const top = whole ? this.top : commonTop(this.field, target);
		const known = this.fields.has(target) && this.fields.get(target) !== top;
		this.fields.set(target, known ? undefined : top);
		return { target, run: reach(top, target) };
	}

	reads(fields: readonly Field[] = []) {
		for (const field of fields) if (!this.fields.has(field)) this.fields.set(field, undefined);
	}
}

/** `'${town}'` or `/data/town`: the field that jr:choice-name() names in a text. */
export const choiceFieldName = (text: string): string => /([^/{}\s]+)\s*\}?\s*$/.exec(text)?.[1] ?? '';
