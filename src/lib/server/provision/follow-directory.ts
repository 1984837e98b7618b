import type { ServerScope } from 'nano';
import type { Grid, Worker } from '../../org/org';
import { accountOf, mergedRoles } from './account';
import { readAccount, setRoles } from './accounts';
import { STAFF_ROLES } from './community';
import { recordsOf, storedTeams } from './teams';

/** The grids that somebody's account opens by now. */
export interface GrantedGrids {
	readonly userName: string;
	/** 15-digit codes. */
	readonly grids: readonly string[];
}

/**
 * Brings accounts to the grids that the directory names: managers write the directory, also without a network, but only
 * a server admin may open a database to somebody. Nothing else of an account follows the directory: who is a manager or
 * a worker at all is decided with `linli staff`, so no record can make its writer more than he is.
 */
export async function followDirectory(server: ServerScope, community: string): Promise<GrantedGrids[]> {
	const org = `org-${community}`;
	const known = (await recordsOf<Grid>(server, org, 'grid')).map(({ code }) => code);
	const workers = await recordsOf<Worker>(server, org, 'worker');
	const { scopes } = await storedTeams(server, community);
	const granted: GrantedGrids[] = [];
	for (const { userName, grids, voided } of workers) {
		const account = voided ? undefined : await readAccount(server, userName);
		// An account of another community, or one that left, is not brought in by a line in a directory.
		if (!account?.roles.includes(`org:${community}`)) continue;
		const roles = STAFF_ROLES.filter((role) => account.roles.includes(role));
		if (roles.length === 0) continue;
		const member = { roles, grids: grids.filter((code) => known.includes(code)) };
		const wanted = accountOf(community, userName, member, scopes).roles;
		const merged = mergedRoles(account.roles, wanted, community);
		await setRoles(server, account, merged);
		granted.push({ userName, grids: known.filter((code) => merged.includes(`people:${code}`)) });
	}
	return granted;
}
