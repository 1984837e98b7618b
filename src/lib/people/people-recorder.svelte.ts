import { auditEntryType, type AuditEntry } from '../audit-entry';
import type { Scope } from '../org/scopes';
import type { Contest, Profile } from '../record';
import { Recorder } from '../session/recorder';
import { householdType, residentType, type Household, type Resident } from './people';
import { personFields, type PersonValues } from './person-values';

/** Writes what somebody corrects about people, one change at a time. */
export class PeopleRecorder extends Recorder {
	/** True once the device has committed the change (N1). */
	correct(scope: Scope, resident: Resident, values: PersonValues): Promise<boolean> {
		return this.saving.run(() =>
			this.editor.change<Resident>(scope, resident._id, personFields(values, resident))
		);
	}

	change<P extends Profile>(scope: Scope, id: string, values: Partial<P>): Promise<boolean> {
		return this.saving.run(() => this.editor.change<P>(scope, id, values));
	}

	confirm(scope: Scope, id: string, contest: Contest, take: boolean): Promise<boolean> {
		return this.saving.run(() => this.editor.confirm(scope, id, contest, take));
	}

	addResident(scope: Scope, household: string, values: PersonValues): Promise<boolean> {
		return this.saving.run(async () => this.store.save(scope, await this.#resident(household, values)));
	}

	/** A household with its head, both or neither. Returns the household's id. */
	async addHousehold(
		scope: Scope,
		fields: Pick<Household, 'dwelling' | 'tenure' | 'since'>,
		head: PersonValues
	): Promise<string | undefined> {
		const signed = await this.author.sign(householdType);
		const resident = await this.#resident(signed._id, { ...head, relationToHead: 'head' });
		const household: Household = { ...signed, ...fields, head: resident._id };
		const saved = await this.saving.run(() => this.store.saveAll(scope, [household, resident]));
		return saved ? household._id : undefined;
	}

	/** Somebody looked at what is masked (R-P2). Its failing changes nothing for the reader. */
	async traceReveal(scope: Scope, subject: string): Promise<void> {
		const signed = await this.author.sign(auditEntryType);
		await this.store.save(scope, { ...signed, subject, what: 'reveal', at: signed.createdAt } as AuditEntry);
	}

	async #resident(household: string, values: PersonValues): Promise<Resident> {
		return {
			...(await this.author.sign(residentType)),
			household,
			status: 'living',
			...personFields(values)
		};
	}
}
