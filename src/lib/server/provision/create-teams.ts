import type { ServerScope } from 'nano';
import type { Division, Grid, Worker } from '../../org/org';
import type { Scope } from '../../org/scopes';
import type { Doc } from '../../record';
import type { RosterTeam } from '../roster/volunteers';
import { accountsOf } from './account';
import { unlessMissing } from './couch-error';
import { addTeams, carryOut, type ProvisionReport } from './provision';
import { codedTeams, recordsOf, scopeOfTeam, storedTeams, teamsTogether, type CodedTeam } from './teams';

/** The grids of a community; `undefined` when there is no such community. */
export async function readGrids(server: ServerScope, community: string): Promise<Grid[] | undefined> {
	const org = `org-${community}`;
	if (!(await unlessMissing(server.db.get(org)))) return undefined;
	return (await recordsOf<Grid>(server, org, 'grid')).filter((grid) => !grid.voided);
}

export interface TeamsOrder {
	/** 12-digit code of a community that exists. */
	readonly community: string;
	readonly teams: readonly RosterTeam[];
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly progress?: (done: number, total: number) => void;
}

/**
 * Adds teams to a community, or brings those that it has to what the order says; volunteers who are not in it stay.
 * Grid workers and managers come to read the new teams' databases.
 */
export async function createTeams(
	server: ServerScope,
	{ community, teams, now, progress }: TeamsOrder
): Promise<ProvisionReport & { readonly teams: readonly CodedTeam[] }> {
	const org = `org-${community}`;
	const [division] = await recordsOf<Division>(server, org, 'division');
	if (!division) throw new Error(`${org}: the community's own record is missing`);
	const workers = await recordsOf<Worker>(server, org, 'worker');
	const stored = await storedTeams(server, community);
	const coded = codedTeams(community, teams, stored.teams);
	const plan = new Map<Scope, Doc[]>();
	addTeams(plan, community, division.createdAt, coded);
	const staff = workers.filter((worker) => !worker.voided);
	const accounts = accountsOf(community, staff, teamsTogether(stored.scopes, coded.map(scopeOfTeam)));
	const report = await carryOut(server, { community, plan, accounts, now, ...(progress && { progress }) });
	return { ...report, teams: coded };
}
