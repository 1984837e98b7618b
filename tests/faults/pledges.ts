import type { Scope } from '../../src/lib/org/scopes';
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
}

/** What devices were told is saved. Whatever happens afterwards, it must be found again everywhere. */
export class Pledges {
	readonly #records = new Map<Scope, string[]>();
	readonly #edits: Edit[] = [];
	readonly #overwritten = new Set<string>();

	/** @param id undefined when the store said no, and so promised nothing */
	saved(scope: Scope, id: string | undefined): void {
		if (id !== undefined) this.#records.set(scope, [...this.recordsOf(scope), id]);
	}

	edited(id: string, field: string, result: EditResult | undefined): void {
		if (!result) return;
		this.#edits.push({ id, field, token: result.token });
		if (result.replaced !== undefined) this.#overwritten.add(`${id} ${field} ${result.replaced}`);
	}

	get count(): number {
		return this.#edits.length + [...this.#records.values()].flat().length;
	}

	recordsOf(scope: Scope): readonly string[] {
		return this.#records.get(scope) ?? [];
	}

	/**
	 * Values that somebody gave a field and that nobody overwrote who had seen them, and that are gone (N5).
	 * @param profiles by id, as every peer has them now
	 */
	lostEdits(profiles: ReadonlyMap<string, Profile>): string[] {
		return this.#edits
			.filter(({ id, field, token }) => {
				if (this.#overwritten.has(`${id} ${field} ${token}`)) return false;
				const profile = profiles.get(id);
				if (!profile) return true;
				const lost = [...(profile.contested ?? []), ...(profile.agreed ?? [])];
				return profile[field] !== token && !lost.some(({ dropped }) => dropped === token);
			})
			.map(({ id, field, token }) => `${id} ${field} ${token}`);
	}
}
