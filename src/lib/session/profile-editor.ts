import { editProfile } from '../merge-edit';
import type { Scope } from '../org/scopes';
import type { Contest, Doc, Profile } from '../record';
import type { SaveResult, Store } from '../store/contract';
import type { Author } from './author';

/** `gone`: the record is not on this device. */
export type EditResult = SaveResult | { readonly ok: false; readonly reason: 'gone'; readonly problems: [] };

/** Another tab may have changed the record since it was read; its newest state is taken up this often. */
const ATTEMPTS = 5;

/** Changes profiles as their author, always upon the newest state, and only in the fields given (R-V13). */
export class ProfileEditor {
	readonly #store: Store;
	readonly #author: Author;

	constructor(store: Store, author: Author) {
		this.#store = store;
		this.#author = author;
	}

	/** A field given as undefined is removed. Nothing is written when nothing differs. */
	change<P extends Profile>(scope: Scope, id: string, values: Partial<P>): Promise<EditResult> {
		return this.#edit<P>(scope, id, async (profile) =>
			editProfile(profile, values, await this.#author.change(profile))
		);
	}

	/** Somebody has looked at a value that lost (N5); `take` gives the field that value back. */
	confirm(scope: Scope, id: string, contest: Contest, take: boolean): Promise<EditResult> {
		return this.#edit(scope, id, async (profile) => {
			const change = await this.#author.change(profile);
			const values = { [contest.field]: contest.dropped } as Partial<Profile>;
			// A mark is a change too, even where no field differs: the record's stamp tells that it is the newer one.
			const edited = take ? editProfile(profile, values, change) : { ...profile };
			return {
				...edited,
				stamp: change.stamp,
				updatedAt: change.at,
				updatedBy: change.by,
				contested: (profile.contested ?? []).map((one) =>
					one.field === contest.field && one.droppedStamp === contest.droppedStamp
						? { ...one, confirmed: { by: change.by, at: change.at } }
						: one
				)
			};
		});
	}

	async #edit<P extends Profile>(
		scope: Scope,
		id: string,
		edit: (profile: P) => Promise<P>
	): Promise<EditResult> {
		let result: EditResult = { ok: false, reason: 'gone', problems: [] };
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const stored = await this.#store.read<Doc>(scope, id);
			if (!stored) return { ok: false, reason: 'gone', problems: [] };
			const profile = stored.record as P;
			const edited = await edit(profile);
			if (edited === profile) return { ok: true, ids: [id] };
			result = await this.#store.save(scope, edited);
			if (result.ok || result.reason !== 'conflict') return result;
		}
		return result;
	}
}
