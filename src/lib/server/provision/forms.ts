import { canonicalHash } from './canonical';

/** A form definition as shipped, with what identifies it. */
export interface ShippedForm {
	readonly form: string;
	readonly version: string;
	readonly hash: string;
	readonly definition: { schema: 'form/1'; id: string; version: string } & Record<string, unknown>;
}

const FILES = import.meta.glob<ShippedForm['definition']>('../../*/forms/*.form.json', {
	eager: true,
	import: 'default'
});

/** The forms that come with the program; every domain keeps its own in `src/lib/<domain>/forms/`. */
export const shippedForms = (): ShippedForm[] =>
	Object.values(FILES).map((definition) => ({
		form: definition.id,
		version: definition.version,
		hash: canonicalHash(definition),
		definition
	}));
