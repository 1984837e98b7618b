import type { Day } from '../../../org/calendar';
import type { Scope } from '../../../org/scopes';
import type { Doc } from '../../../record';
import type { CommunityFile } from '../../provision/community';
import type { ShippedForm } from '../../provision/forms';
import { addTeams } from '../../provision/provision';
import { communityRecords } from '../../provision/records';
import { codedTeams, type CodedTeam } from '../../provision/teams';
import { readRoster } from '../../roster/roster';
import { demoFiles } from '../demo-files';
import { Dice } from '../dice';
import { addYear } from './life';
import { yearUntil } from './span';
import { demoTeams, TEAM_SEED } from './volunteers';

/** The demo community with everything that happened in it. */
export interface DemoYear {
	readonly community: CommunityFile;
	readonly teams: readonly CodedTeam[];
	/** Records by database. */
	readonly plan: ReadonlyMap<Scope, readonly Doc[]>;
}

/**
 * Makes the demo community and a year of its life, up to noon of a day. The same day always gives the same records, to
 * the last byte; nobody in them is real.
 * @param last the demo's today; left out: 21 November 2026
 */
export function demoYear(forms: readonly ShippedForm[], last?: Day): DemoYear {
	const span = yearUntil(last);
	const { community: file, roster } = demoFiles();
	// The records begin with the year, or its first visits would be older than the households visited.
	const community = { ...file, createdAt: `${span.first}T00:00:00.000Z` };
	const year = Number(span.last.slice(0, 4));
	const read = readRoster(new TextEncoder().encode(roster), { grids: community.grids, year });
	if (!read.ok) throw new Error('the demo roster has faults');
	const teams = codedTeams(community.code, demoTeams(new Dice(TEAM_SEED)), []);
	const plan = communityRecords(community, read.dwellings, forms);
	plan.set(`area-${community.code}`, []);
	addTeams(plan, community.code, community.createdAt, teams);
	addYear(plan, community, teams, span);
	return { community, teams, plan };
}
