import type { Scope } from '../org/scopes';
import type { Author } from '../session/author';
import { ProfileEditor } from '../session/profile-editor';
import { Saving } from '../session/saving.svelte';
import type { Store } from '../store/contract';
import { careRecipientType, type CareRecipient } from './care-recipient';
import { careSessionType, type CareSession } from './care-session';
import { pairingType, type Pairing } from './pairing';

/** What is written about pairings: managers make and end them, helpers note their contacts. */
export class PairingRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #editor: ProfileEditor;
	readonly saving = new Saving();

	constructor(store: Store, author: Author) {
		this.#store = store;
		this.#author = author;
		this.#editor = new ProfileEditor(store, author);
	}

	/** Returns the pairing's id. */
	async pair(
		scope: Scope,
		values: Pick<Pairing, 'helper' | 'recipient' | 'kind' | 'from' | 'contactsPerWeek'>
	): Promise<string | undefined> {
		const signed = await this.#author.sign(pairingType);
		const saved = await this.saving.run(() => this.#store.save(scope, { ...signed, ...values } as Pairing));
		return saved ? signed._id : undefined;
	}

	/** Ends a pairing, takes an end back, or withdraws one that was a mistake. */
	change(scope: Scope, id: string, values: Partial<Pick<Pairing, 'to' | 'voided'>>): Promise<boolean> {
		return this.saving.run(() => this.#editor.change<Pairing>(scope, id, values));
	}

	/** Gives a team somebody to look after: the least that a helper needs (R-E13). Returns the id. */
	async addRecipient(
		scope: Scope,
		values: Pick<CareRecipient, 'resident' | 'name' | 'addressText' | 'phone' | 'living'>
	): Promise<string | undefined> {
		const signed = await this.#author.sign(careRecipientType);
		const saved = await this.saving.run(() =>
			this.#store.save(scope, { ...signed, ...values } as CareRecipient)
		);
		return saved ? signed._id : undefined;
	}

	/** A contact that just was: too short for service hours, but it is what the pairing owes (R-H2, R-V11). */
	noteContact(scope: Scope, pairing: Pairing, how: 'phone' | 'home'): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.#author.sign(careSessionType);
			const session: CareSession = {
				...signed,
				recipient: pairing.recipient,
				volunteers: [pairing.helper],
				kind: 'talk',
				startedAt: signed.createdAt,
				endedAt: signed.createdAt,
				steps: [how]
			};
			return this.#store.save(scope, session);
		});
	}
}
