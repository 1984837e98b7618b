import type { ServerScope } from 'nano';
import type { FormRecord, Grid, Worker } from '../../org/org';
import { m } from '../../paraglide/messages';
import type { Doc } from '../../record';
import { EMBEDDED_LIMITS, outgrown, type Growth } from '../couch/growth';
import type { StoredAccount, UserDoc } from '../provision/accounts';
import type { ShippedForm } from '../provision/forms';
import { publishForms } from '../provision/publish-forms';
import { communityScopes, storedTeams } from '../provision/teams';
import { ask } from './ask';
import { checkScopes } from './check-scopes';
import { checkServer, type Machine } from './check-server';
import { checkStaff } from './check-staff';
import type { Finding } from './finding';
import { outgrownText } from './outgrown';

/** What was looked at, and what was found. */
export interface Diagnosis {
	readonly findings: readonly Finding[];
	readonly databases: number;
	readonly accounts: number;
}

export interface Patient {
	readonly server: ServerScope;
	readonly url: string;
	/** The embedded server's folder; left out for a CouchDB of one's own. */
	readonly folder?: string;
	readonly machine: Machine;
	readonly forms: readonly ShippedForm[];
	/** What the embedded server is meant for. */
	readonly limits?: Growth;
	/** Only this community; left out, all of the server's. */
	readonly community?: string;
}

/** Examines a server and every community on it. Changes nothing; findings that can be mended carry how. */
export async function examine(patient: Patient): Promise<Diagnosis> {
	const { server, url, folder, machine, forms } = patient;
	const findings = await checkServer(server, { url, folder: folder ?? url }, machine);
	const names = await server.db.list();
	const communities = names
		.flatMap((name) => /^org-(\d{12})$/.exec(name)?.[1] ?? [])
		.filter((code) => patient.community === undefined || code === patient.community);
	if (communities.length === 0)
		findings.push({
			code: 'noCommunity',
			severity: 'warning',
			where: url,
			text: (locale) => m.doctor_no_community({}, { locale })
		});
	const accounts = await accountsOf(server);
	const admins = await adminsOf(server);
	for (const community of communities) {
		const org = await server.db.use<Doc>(`org-${community}`).list({ include_docs: true });
		const docs: Doc[] = org.rows.flatMap((row) => row.doc ?? []);
		const grids = ofType<Grid>(docs, 'grid').filter((grid) => !grid.voided);
		const workers = ofType<Worker>(docs, 'worker');
		const { scopes: teams } = await storedTeams(server, community);
		const wanted = communityScopes(community, grids, workers, teams);
		findings.push(...(await checkScopes(server, community, wanted, names)));
		findings.push(...checkStaff(server, community, workers, accounts, admins, teams));
		const published = ofType<FormRecord>(docs, 'form');
		for (const { form, version } of forms)
			if (!published.some((record) => record.form === form && record.version === version))
				findings.push({
					code: 'form',
					severity: 'warning',
					where: `org-${community}`,
					text: (locale) => m.doctor_form({ form, version }, { locale }),
					mend: () => publishForms(server, community, forms, machine.now())
				});
	}
	if (folder !== undefined) findings.push(...(await checkGrowth(server, folder, patient.limits)));
	return { findings, databases: names.length, accounts: accounts.length };
}

const ofType = <D extends Doc>(docs: readonly Doc[], type: D['type']) =>
	docs.filter((doc): doc is D => doc.type === type);

async function accountsOf(server: ServerScope): Promise<StoredAccount[]> {
	const range = { startkey: 'org.couchdb.user:', endkey: 'org.couchdb.user;' };
	const { rows } = await server.db.use<UserDoc>('_users').list({ include_docs: true, ...range });
	return rows.flatMap((row) => row.doc ?? []);
}

/** The embedded server's admins stand in no settings that can be asked for, but for the one who is asking. */
async function adminsOf(server: ServerScope): Promise<Set<string>> {
	const session = await ask<{ userCtx?: { name?: string | null } }>(server, '_session');
	const named = await ask<Record<string, string>>(server, '_node/_local/_config/admins');
	return new Set([...Object.keys(named ?? {}), session?.userCtx?.name ?? '']);
}

async function checkGrowth(
	server: ServerScope,
	folder: string,
	limits: Growth = EMBEDDED_LIMITS
): Promise<Finding[]> {
	const growth = (await ask<{ linli?: Growth }>(server, '_node/_local/_stats'))?.linli;
	if (!growth || outgrown(growth, limits).length === 0) return [];
	return [{ code: 'outgrown', severity: 'warning', where: folder, text: outgrownText(growth, limits) }];
}
