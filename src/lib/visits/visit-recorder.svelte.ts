import type { LiveForm } from '../forms/contract';
import { loadForm } from '../forms/load';
import { reactive } from '../forms/widgets/reactive.svelte';
import type { FormRecord } from '../org/org';
import type { Scope } from '../org/scopes';
import type { Household } from '../people/people';
import type { Author } from '../session/author';
import type { SaveResult, Store } from '../store/contract';
import { visitType, type Visit } from './visit';
import { visitFromAnswers } from './visit-from-answers';

type Refusal = Exclude<SaveResult, { ok: true }>;

/** One visit being recorded, from the open form to the stored record. */
export class VisitRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #startedAt = new Date().toISOString();
	#form = $state.raw<LiveForm>();
	#published: FormRecord | undefined;
	#saving = $state(false);
	#saved = false;
	#refusal = $state.raw<Refusal>();
	#missing = $state(0);

	constructor(store: Store, author: Author) {
		this.#store = store;
		this.#author = author;
	}

	/** Opens a form version. The first one stays: a version that arrives later does not take answers away. */
	begin(published: FormRecord, zone: string): void {
		if (this.#form) return;
		const loaded = loadForm(published.definition);
		if (!loaded.ok) return;
		this.#published = published;
		this.#form = loaded.form.begin({
			state: reactive,
			now: Date.now,
			zone,
			seed: Date.parse(this.#startedAt)
		});
	}

	get form(): LiveForm | undefined {
		return this.#form;
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

	/** True when leaving would lose answers. */
	get unsaved(): boolean {
		if (!this.#form || this.#saved) return false;
		const { outcome, purposes, note } = this.#form.draft();
		return [outcome, purposes, note].some(
			(answer) => answer !== undefined && answer !== '' && answer !== null
		);
	}

	/** Stores the visit. Returns it only after the device has committed it (N1). */
	async save(household: Household, scope: Scope): Promise<Visit | undefined> {
		const form = this.#form;
		const published = this.#published;
		if (!form || !published || this.#saving) return undefined;
		const validation = form.validate();
		this.#missing = validation.errors.length;
		if (!validation.ok) return undefined;
		this.#saving = true;
		this.#refusal = undefined;
		try {
			const visit: Visit = {
				...(await this.#author.sign(visitType)),
				...visitFromAnswers(household, {
					form: { id: published.form, version: published.version, hash: published.hash },
					answers: form.answers(),
					startedAt: this.#startedAt,
					endedAt: new Date().toISOString()
				})
			};
			const result = await this.#store.save(scope, visit);
			if (!result.ok) {
				this.#refusal = result;
				return undefined;
			}
			this.#saved = true;
			return visit;
		} catch {
			// Signing reads the device too; a storage that fails there fails the same way for the reader.
			this.#refusal = { ok: false, reason: 'storage', problems: [] };
			return undefined;
		} finally {
			this.#saving = false;
		}
	}
}
