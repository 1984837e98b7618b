import { auditEntryType, type AuditEntry } from '../audit-entry';
import type { Scope } from '../org/scopes';
import type { Contest, Profile } from '../record';
import type { Author } from '../session/author';
import { ProfileEditor, type EditResult } from '../session/profile-editor';
import type { Store } from '../store/contract';
import { householdType, residentType, type Household, type Resident } from './people';
import { personFields, type PersonValues } from './person-values';

export type EditRefusal = Extract<EditResult, { ok: false }>;

/** Writes what somebody corrects about people. One change at a time; why one was refused stays until the next. */
export class PeopleRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #editor: ProfileEditor;
	#saving = $state(false);
	#refusal = $state.raw<EditRefusal>();

	constructor(store: Store, author: Author) {
		this.#store = store;
		this.#author = author;
		this.#editor = new ProfileEditor(store, author);
	}

	get saving(): boolean {
		return this.#saving;
	}

	get refusal(): EditRefusal | undefined {
		return this.#refusal;
	}

	/** True once the device has committed the change (N1). */
	correct(scope: Scope, resident: Resident, values: PersonValues): Promise<boolean> {
		return this.#run(() =>
			this.#editor.change<Resident>(scope, resident._id, personFields(values, resident))
		);
	}

	change<P extends Profile>(scope: Scope, id: string, values: Partial<P>): Promise<boolean> {
		return this.#run(() => this.#editor.change<P>(scope, id, values));
	}

	confirm(scope: Scope, id: string, contest: Contest, take: boolean): Promise<boolean> {
		return this.#run(() => this.#editor.confirm(scope, id, contest, take));
	}

	addResident(scope: Scope, household: string, values: PersonValues): Promise<boolean> {
		return this.#run(async () => this.#store.save(scope, await this.#resident(household, values)));
	}

	/** A household with its head, both or neither. Returns the household's id. */
	async addHousehold(
		scope: Scope,
		fields: Pick<Household, 'dwelling' | 'tenure' | 'since'>,
		head: PersonValues
	): Promise<string | undefined> {
		const signed = await this.#author.sign(householdType);
		const resident = await this.#resident(signed._id, { ...head, relationToHead: 'head' });
		const household: Household = { ...signed, ...fields, head: resident._id };
		const saved = await this.#run(() => this.#store.saveAll(scope, [household, resident]));
		return saved ? household._id : undefined;
	}

	/** Somebody looked at what is masked (R-P2). Its failing changes nothing for the reader. */
	async traceReveal(scope: Scope, subject: string): Promise<void> {
		const signed = await this.#author.sign(auditEntryType);
		await this.#store.save(scope, { ...signed, subject, what: 'reveal', at: signed.createdAt } as AuditEntry);
	}

	async #resident(household: string, values: PersonValues): Promise<Resident> {
		return {
			...(await this.#author.sign(residentType)),
			household,
			status: 'living',
			...personFields(values)
		};
	}

	async #run(work: () => Promise<EditResult>): Promise<boolean> {
		if (this.#saving) return false;
		this.#saving = true;
		this.#refusal = undefined;
		try {
			const result = await work();
			if (!result.ok) this.#refusal = result;
			return result.ok;
		} catch {
			// Signing reads the device too; a storage that fails there fails the same way for the reader.
			this.#refusal = { ok: false, reason: 'storage', problems: [] };
			return false;
		} finally {
			this.#saving = false;
		}
	}
}
