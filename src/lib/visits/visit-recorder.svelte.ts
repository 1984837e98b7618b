import type { FormFilling } from '../forms/filling/filling.svelte';
import type { Scope } from '../org/scopes';
import type { Household } from '../people/people';
import type { Author } from '../session/author';
import type { SaveResult, Store } from '../store/contract';
import { visitType, type Visit } from './visit';
import { visitFromAnswers } from './visit-from-answers';

type Refusal = Exclude<SaveResult, { ok: true }>;

/** One visit being recorded: from the filled form to the stored record. */
export class VisitRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #filling: FormFilling;
	readonly #corrects: Visit | undefined;
	#saving = $state(false);
	#refusal = $state.raw<Refusal>();
	#missing = $state(0);

	/** @param corrects the visit that is put right: it stays, and the new one names it (N4) */
	constructor(store: Store, author: Author, filling: FormFilling, corrects?: Visit) {
		this.#corrects = corrects;
		this.#store = store;
		this.#author = author;
		this.#filling = filling;
	}

	get saving(): boolean {
		return this.#saving;
	}

	/** Why the last attempt was not stored; nothing was written then, and every answer is still in the form. */
	get refusal(): Refusal | undefined {
		return this.#refusal;
	}

	/** How many answers the last attempt found missing or wrong. */
	get missing(): number {
		return this.#missing;
	}

	/** Somebody is mending what the last attempt found: its summary no longer holds. */
	edited(): void {
		this.#missing = 0;
		this.#refusal = undefined;
	}

	/**
	 * Stores the visit and ends its draft in the same step. Returns it only after the device has committed it (N1);
	 * until then, and when it could not be stored, the draft is there.
	 */
	async save(household: Household, scope: Scope): Promise<Visit | undefined> {
		const { form, published } = this.#filling;
		if (!form || !published || this.#saving || this.#filling.state !== 'filling') return undefined;
		const validation = form.validate();
		this.#missing = validation.errors.length;
		if (!validation.ok) return undefined;
		this.#saving = true;
		this.#refusal = undefined;
		try {
			await this.#filling.settle();
			const visit: Visit = {
				...(await this.#author.sign(visitType)),
				...visitFromAnswers(household, {
					form: { id: published.form, version: published.version, hash: published.hash },
					answers: form.answers(),
					startedAt: this.#corrects?.startedAt ?? this.#filling.startedAt,
					endedAt: this.#corrects?.endedAt ?? new Date().toISOString()
				}),
				...(this.#corrects && { replaces: this.#corrects._id })
			};
			const result = await this.#store.save(scope, visit, this.#filling.draft);
			if (result.ok) return visit;
			this.#refusal = result;
		} catch {
			// Signing reads the device too; a storage that fails there fails the same way for the reader.
			this.#refusal = { ok: false, reason: 'storage', problems: [] };
		} finally {
			this.#saving = false;
		}
		this.#filling.resume();
		return undefined;
	}
}
