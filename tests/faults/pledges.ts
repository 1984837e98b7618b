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

/** What devices were told is saved. Whatever happens afterwards, it must be found again everywhere. */
export class Pledges {
	readonly #records = new Map<Scope, Map<string, Device>>();
	#edits: readonly Edit[] = [];
	#made = 0;
	readonly #overwritten = new Set<string>();

	/** @param id undefined when the store said no, and so promised nothing */
	saved(scope: Scope, id: string | undefined, author: Device | undefined): void {
		if (id === undefined || !author) return;
		this.#made++;
		const ids = this.#records.get(scope) ?? new Map<string, Device>();
		this.#records.set(scope, ids.set(id, author));
	}

	edited(id: string, field: string, result: EditResult | undefined, author: Device): void {
		if (!result) return;
		this.#made++;
		this.#edits = [...this.#edits, { id, field, token: result.token, author }];
		if (result.replaced !== undefined) this.#overwritten.add(`${id} ${field} ${result.replaced}`);
	}

	get count(): number {
		return this.#made;
	}

	recordsOf(scope: Scope): string[] {
		return [...(this.#records.get(scope)?.keys() ?? [])];
	}

	/**
	 * Takes back what these authors were promised and what is nowhere any more.
	 * @param isSomewhere whether a record, or the value that an edit gave it, is on the server or on a device
	 * @param scope of the households that are edited
	 * @returns how many promises that were
	 */
	async takeBack(
		authors: ReadonlySet<Device>,
		scope: Scope,
		isSomewhere: (scope: Scope, id: string, text: string) => Promise<boolean>
	): Promise<number> {
		let gone = 0;
		for (const [each, ids] of this.#records)
			for (const [id, author] of ids)
				if (authors.has(author) && !(await isSomewhere(each, id, ''))) {
					ids.delete(id);
					gone++;
				}
		const kept: Edit[] = [];
		for (const edit of this.#edits)
			if (!authors.has(edit.author) || (await isSomewhere(scope, edit.id, edit.token))) kept.push(edit);
		gone += this.#edits.length - kept.length;
		this.#edits = kept;
		return gone;
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
