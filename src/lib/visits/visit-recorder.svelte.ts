import type { FormFilling } from '../forms/filling/filling.svelte';
import type { Scope } from '../org/scopes';
import type { Household } from '../people/people';
import type { Author } from '../session/author';
import { Saving } from '../session/saving.svelte';
import type { Store } from '../store/contract';
import { visitType, type Visit } from './visit';
import { visitFromAnswers } from './visit-from-answers';

/** One visit being recorded: from the filled form to the stored record. */
export class VisitRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #filling: FormFilling;
	readonly #corrects: Visit | undefined;
	/** A refusal stays until somebody mends or saves again; every answer is still in the form then. */
	readonly saving = new Saving();
	#missing = $state(0);

	/** @param corrects the visit that is put right: it stays, and the new one names it (N4) */
	constructor(store: Store, author: Author, filling: FormFilling, corrects?: Visit) {
		this.#corrects = corrects;
		this.#store = store;
		this.#author = author;
		this.#filling = filling;
		// Known by the time somebody saves; saving asks again, should it have failed.
		author.device().catch(() => undefined);
	}

	/** How many answers the last attempt found missing or wrong. */
	get missing(): number {
		return this.#missing;
	}

	/** Somebody is mending what the last attempt found: its summary no longer holds. */
	edited(): void {
		this.#missing = 0;
		this.saving.forget();
	}

	/**
	 * Stores the visit and ends its draft in the same step. Returns it only after the device has committed it (N1);
	 * until then, and when it could not be stored, the draft is there.
	 */
	async save(household: Household, scope: Scope): Promise<Visit | undefined> {
		const { form, published } = this.#filling;
		if (!form || !published || this.saving.running || this.#filling.state !== 'filling') return undefined;
		const validation = form.validate();
		this.#missing = validation.errors.length;
		if (!validation.ok) return undefined;
		let visit: Visit | undefined;
		const saved = await this.saving.run(async () => {
			const [signed] = await Promise.all([this.#author.sign(visitType), this.#filling.settle()]);
			visit = {
				...signed,
				...visitFromAnswers(household, {
					form: { id: published.form, version: published.version, hash: published.hash },
					answers: form.answers(),
					startedAt: this.#corrects?.startedAt ?? this.#filling.startedAt,
					endedAt: this.#corrects?.endedAt ?? new Date().toISOString()
				}),
				...(this.#corrects && { replaces: this.#corrects._id })
			};
			return this.#store.save(scope, visit, this.#filling.draft);
		});
		if (saved) return visit;
		this.#filling.resume();
		return undefined;
	}
}
