import type { ServerScope } from 'nano';
import type { Worker } from '../../org/org';
import { m } from '../../paraglide/messages';
import { accountOf, mergedRoles, type TeamScope } from '../provision/account';
import { setRoles, type StoredAccount } from '../provision/accounts';
import type { Finding } from './finding';

/**
 * Whether the accounts may do just what the community's staff directory and its teams say: no more, no less.
 * @param admins names of the server's admins, who pass every rule
 */
export function checkStaff(
	server: ServerScope,
	community: string,
	workers: readonly Worker[],
	accounts: readonly StoredAccount[],
	admins: ReadonlySet<string>,
	teams: readonly TeamScope[]
): Finding[] {
	const findings: Finding[] = [];
	const staff = workers.filter((worker) => !worker.voided);
	const volunteers = new Set(teams.flatMap((team) => team.volunteers));
	for (const userName of new Set([...staff.map((worker) => worker.userName), ...volunteers]))
		if (admins.has(userName))
			findings.push({
				code: 'admin',
				severity: 'fault',
				where: userName,
				text: (locale) => m.doctor_admin({ userName }, { locale })
			});
		else if (!accounts.some((account) => account.name === userName))
			findings.push({
				code: 'account',
				severity: 'fault',
				where: userName,
				text: (locale) => m.doctor_account({ userName }, { locale })
			});
	for (const account of accounts) {
		const member = staff.find((worker) => worker.userName === account.name);
		const ours = account.roles.some((role) => role.slice(role.indexOf(':') + 1).startsWith(community));
		const { name: userName, roles } = account;
		const belongs = member !== undefined || volunteers.has(userName);
		if (!belongs && !ours) continue;
		const here = belongs ? accountOf(community, userName, member, teams).roles : [];
		const wanted = mergedRoles(roles, here, community);
		const missing = wanted.filter((role) => !roles.includes(role)).join(', ') || '–';
		const extra = roles.filter((role) => !wanted.includes(role)).join(', ') || '–';
		if (missing === '–' && extra === '–') continue;
		findings.push({
			code: 'roles',
			severity: 'fault',
			where: userName,
			text: (locale) => m.doctor_roles({ userName, missing, extra }, { locale }),
			mend: async () => void (await setRoles(server, account, wanted))
		});
	}
	return findings;
}
