import type { ServerScope } from 'nano';
import type { FormRecord } from '../../org/org';
import type { Scope } from '../../org/scopes';
import { checkRecord, type Doc } from '../../record';
import { RECORD_TYPES } from '../../record-types';
import type { RosterDwelling } from '../roster/dwellings';
import { accountOf } from './account';
import { ensureUsers, setAccount, type AccountReport } from './accounts';
import type { CommunityFile } from './community';
import { unlessMissing } from './couch-error';
import { prepareDatabase, setGuard } from './database';
import type { ShippedForm } from './forms';
import { communityRecords } from './records';
import { writeRecords, type WriteCounts } from './write-records';

/** What a run did. Running again with the same files does nothing. */
export interface ProvisionReport {
	readonly databases: readonly (WriteCounts & { readonly scope: Scope; readonly created: boolean })[];
	readonly accounts: readonly AccountReport[];
}

export interface Provision {
	readonly community: CommunityFile;
	readonly dwellings: readonly RosterDwelling[];
	readonly forms: readonly ShippedForm[];
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Called as records are done, over all databases. */
	readonly progress?: (done: number, total: number) => void;
}

/**
 * Creates a community, or brings an existing one to what its files say. Everything is checked before the first write;
 * a run that was cut afterwards runs again and ends the same. Accounts come last, so nobody signs in to half a
 * community.
 * @param server CouchDB, signed in as a server admin
 */
export async function provision(server: ServerScope, what: Provision): Promise<ProvisionReport> {
	const { community, now } = what;
	const plan = communityRecords(community, what.dwellings, what.forms);
	for (const records of plan.values()) assertSound(records);
	await assertFormsUnchanged(server, `org-${community.code}`, plan);

	const total = [...plan.values()].reduce((sum, records) => sum + records.length, 0);
	const databases: ProvisionReport['databases'][number][] = [];
	let done = 0;
	for (const [scope, records] of plan) {
		const created = await prepareDatabase(server, scope, community.code);
		// CouchDB asks its JavaScript process about every document, 1.4 ms each even for an empty function. A database
		// made just now has no users yet and the records were checked above, so there its guard may come last.
		if (!created) await setGuard(server, scope);
		const counts = await writeRecords(server, scope, records, { now, empty: created }, (inScope) =>
			what.progress?.(done + inScope, total)
		);
		if (created) await setGuard(server, scope);
		done += records.length;
		databases.push({ scope, created, ...counts });
	}
	await ensureUsers(server);
	const accounts: AccountReport[] = [];
	for (const member of community.staff)
		accounts.push(await setAccount(server, accountOf(community.code, member), community.code));
	return { databases, accounts };
}

/** The files were sound, so a record that breaks its schema is our mistake; better found before the first write. */
function assertSound(records: readonly Doc[]): void {
	const ids = new Set<string>();
	for (const record of records) {
		const recordType = RECORD_TYPES.get(record.type);
		const [problem] = recordType
			? checkRecord(recordType.schema, record)
			: [{ path: 'type', message: 'unknown' }];
		if (problem) throw new Error(`${record._id}: ${problem.path}: ${problem.message}`);
		if (ids.has(record._id)) throw new Error(`${record._id}: made twice`);
		ids.add(record._id);
	}
}

/** A published form is immutable: records name it by its version and hash. */
async function assertFormsUnchanged(server: ServerScope, org: Scope, plan: Map<Scope, Doc[]>): Promise<void> {
	for (const record of plan.get(org) ?? []) {
		if (record.type !== 'form') continue;
		const wanted = record as FormRecord;
		const stored = await unlessMissing(server.db.use<FormRecord>(org).get(wanted._id));
		if (stored && stored.hash !== wanted.hash)
			throw new Error(
				`form ${wanted.form} ${wanted.version} is published already with other content: raise its version`
			);
	}
}
