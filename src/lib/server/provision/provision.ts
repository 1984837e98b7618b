import type { ServerScope } from 'nano';
import type { FormRecord } from '../../org/org';
import type { Scope } from '../../org/scopes';
import { checkRecord, type Doc } from '../../record';
import { RECORD_TYPES } from '../../record-types';
import { ensureSealingKeys } from '../held/keys';
import type { RosterDwelling } from '../roster/dwellings';
import type { RosterTeam } from '../roster/volunteers';
import { accountsOf, type Account } from './account';
import { ensureUsers, setAccount, type AccountReport } from './accounts';
import type { CommunityFile } from './community';
import { unlessMissing } from './couch-error';
import { prepareDatabase, prepareEmpty, setGuard, withPhotos } from './database';
import type { ShippedForm } from './forms';
import { setHistoryView } from './history-view';
import { setReportView } from './report-view';
import { communityRecords, imported } from './records';
import { codedTeams, scopeOfTeam, storedTeams, teamRecords, teamsTogether, type CodedTeam } from './teams';
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
	readonly teams?: readonly RosterTeam[];
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Called as records, databases and accounts are done. */
	readonly progress?: (done: number, total: number) => void;
}

/**
 * Creates a community, or brings an existing one to what its files say. Everything is checked before the first write;
 * a run that was cut afterwards runs again and ends the same. Accounts come last, so nobody signs in to half a
 * community.
 * @param server CouchDB, signed in as a server admin
 */
export async function provision(server: ServerScope, what: Provision): Promise<ProvisionReport> {
	const { community } = what;
	const { code, createdAt } = community;
	const stored = await storedTeams(server, code);
	const coded = codedTeams(code, what.teams ?? [], stored.teams);
	const plan = communityRecords(community, what.dwellings, what.forms);
	await assertFormsUnchanged(server, `org-${code}`, plan);
	plan.set(`area-${code}`, []);
	addTeams(plan, code, createdAt, coded);
	return carryOut(server, {
		community: code,
		plan,
		accounts: accountsOf(code, community.staff, teamsTogether(stored.scopes, coded.map(scopeOfTeam))),
		now: what.now,
		...(what.progress && { progress: what.progress })
	});
}

/** Adds the records of teams to those of their community. */
export function addTeams(
	plan: Map<Scope, Doc[]>,
	community: string,
	createdAt: string,
	teams: readonly CodedTeam[]
): void {
	const { common, id } = imported(community, createdAt);
	for (const [scope, records] of teamRecords(community, teams, common, id))
		plan.set(scope, [...(plan.get(scope) ?? []), ...records]);
}

/** Records to write, by database, and the accounts that read them. */
export interface Plan {
	readonly community: string;
	readonly plan: ReadonlyMap<Scope, readonly Doc[]>;
	readonly accounts: readonly Account[];
	readonly now: number;
	readonly progress?: (done: number, total: number) => void;
}

/** Writes what was planned: databases with their records, photos twins, everybody's own database, accounts. */
export async function carryOut(server: ServerScope, what: Plan): Promise<ProvisionReport> {
	const { community, plan, accounts, now } = what;
	for (const records of plan.values()) assertSound(records);
	const empty = [
		...[...plan.keys()].flatMap((scope) => withPhotos(scope).slice(1)),
		...accounts.map(({ userName }) => `user-${userName}`)
	];
	const sizes = [...plan.values()].map((records) => records.length);
	const total = sizes.reduce((sum, size) => sum + size, 0) + empty.length + accounts.length;
	let done = 0;
	const step = (by = 1) => what.progress?.((done += by), total);

	const databases: ProvisionReport['databases'][number][] = [];
	for (const [scope, records] of plan) {
		const created = await prepareDatabase(server, scope, community);
		// CouchDB asks its JavaScript process about every document, 1.4 ms each even for an empty function. A database
		// made just now has no users yet and the records were checked above, so there its guard may come last.
		if (!created) await setGuard(server, scope);
		let before = 0;
		const counts = await writeRecords(server, scope, records, { now, empty: created }, (inScope) => {
			step(inScope - before);
			before = inScope;
		});
		if (created) await setGuard(server, scope);
		await setHistoryView(server, scope);
		await setReportView(server, scope);
		databases.push({ scope, created, ...counts });
	}
	await prepareEmpty(server, empty, community, () => step());
	await ensureUsers(server);
	await ensureSealingKeys(server);
	const reports: AccountReport[] = [];
	for (const account of accounts) {
		reports.push(await setAccount(server, account, community));
		step();
	}
	return { databases, accounts: reports };
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
