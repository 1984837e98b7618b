import type { Scope } from '../../src/lib/org/scopes';
import type { Device } from './device';
import type { EditResult } from './device-calls';

/** A household as it is read at the end: what lost stands in `contested`, or in `agreed`. */
type Profile = Readonly<Record<string, unknown>> & {
	readonly contested?: readonly { readonly dropped?: unknown }[];
	readonly agreed?: readonly { readonly dropped?: unknown }[];
};

interface Edit {
	readonly id: string;
	readonly field: string;
	readonly token: string;
	readonly author: Device;
}

/** One promise: a record, or the text that an edit gave to one of its fields. */
export interface Pledge {
	readonly scope: Scope;
	readonly id: string;
	/** Empty for the record itself. */
	readonly text: string;
}

/** What devices were told is saved. Whatever happens afterwards, it must be found again everywhere. */
export class Pledges {
	readonly #records = new Map<Scope, Map<string, Device>>();
	readonly #edits: Edit[] = [];
	readonly #overwritten = new Set<string>();
	/** Ids of records and texts of edits that are told of already. */
	readonly #told = new Set<string>();

	/** @param id undefined when the store said no, and so promised nothing */
	saved(scope: Scope, id: string | undefined, author: Device): void {
		if (id === undefined) return;
		const ids = this.#records.get(scope) ?? new Map<string, Device>();
		this.#records.set(scope, ids.set(id, author));
	}

	edited(id: string, field: string, result: EditResult | undefined, author: Device): void {
		if (!result) return;
		this.#edits.push({ id, field, token: result.token, author });
		if (result.replaced !== undefined) this.#overwritten.add(`${id} ${field} ${result.replaced}`);
	}

	get count(): number {
		return this.#edits.length + [...this.#records.values()].reduce((sum, ids) => sum + ids.size, 0);
	}

	recordsOf(scope: Scope): string[] {
		return [...(this.#records.get(scope)?.keys() ?? [])].filter((id) => !this.#told.has(id));
	}

	/** What these authors were promised. @param edited the scope of the households that are edited */
	of(authors: ReadonlySet<Device>, edited: Scope): Pledge[] {
		const records = [...this.#records].flatMap(([scope, ids]) =>
			[...ids].filter(([, author]) => authors.has(author)).map(([id]) => ({ scope, id, text: '' }))
		);
		const edits = this.#edits
			.filter((edit) => authors.has(edit.author) && !this.#isOverwritten(edit))
			.map(({ id, token }) => ({ scope: edited, id, text: token }));
		return [...records, ...edits].filter(({ id, text }) => !this.#told.has(text || id));
	}

	/** It is gone, and that is told: it is not told once more as lost. */
	tell({ id, text }: Pledge): void {
		this.#told.add(text || id);
	}

	#isOverwritten = ({ id, field, token }: Edit) => this.#overwritten.has(`${id} ${field} ${token}`);

	/**
	 * Values that somebody gave a field and that nobody overwrote who had seen them, and that are gone (N5).
	 * @param profiles by id, as every peer has them now
	 */
	lostEdits(profiles: ReadonlyMap<string, Profile>): string[] {
		return this.#edits
			.filter((edit) => {
				const { id, field, token } = edit;
				if (this.#isOverwritten(edit) || this.#told.has(token)) return false;
				const profile = profiles.get(id);
				if (!profile) return true;
				const lost = [...(profile.contested ?? []), ...(profile.agreed ?? [])];
				return profile[field] !== token && !lost.some(({ dropped }) => dropped === token);
			})
			.map(({ id, field, token }) => `${id} ${field} ${token}`);
	}
}
