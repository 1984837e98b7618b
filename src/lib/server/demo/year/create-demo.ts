import type { ServerScope } from 'nano';
import type { Day } from '../../../org/calendar';
import { hashPassword } from '../../couch/passwords';
import { accountsOf } from '../../provision/account';
import { shippedForms } from '../../provision/forms';
import { carryOut, type ProvisionReport } from '../../provision/provision';
import { scopeOfTeam } from '../../provision/teams';
import { DEMO_COMMUNITY, DEMO_PASSWORD } from '../accounts';
import { doubleEdits, writeDoubleEdits } from './conflicts';
import { demoYear, type DemoYear } from './demo-year';
import { Pen } from './pen';
import { yearUntil } from './span';

export interface DemoOrder {
	/** The demo's today; left out: 21 November 2026. */
	readonly last?: Day;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly progress?: (done: number, total: number) => void;
}

/** Enters the demo community with a year of life into a database server. */
export const createDemo = (server: ServerScope, order: DemoOrder): Promise<ProvisionReport> =>
	enterDemo(server, demoYear(shippedForms(), order.last), order);

/** @param year all of it, or less of it for a test */
export async function enterDemo(
	server: ServerScope,
	{ community, teams, plan }: DemoYear,
	{ last, now, progress }: DemoOrder
): Promise<ProvisionReport> {
	// All demo accounts have one password, which is public, so they may share its hash: 227 hashes would take minutes.
	// CouchDB takes a hash from a server admin, as it does when accounts are replicated.
	const passwordHash = await hashPassword(DEMO_PASSWORD);
	const accounts = accountsOf(DEMO_COMMUNITY, community.staff, teams.map(scopeOfTeam)).map(
		({ userName, roles }) => ({ userName, roles, passwordHash })
	);
	const report = await carryOut(server, {
		...{ community: DEMO_COMMUNITY, plan, accounts, now },
		...(progress && { progress })
	});
	await writeDoubleEdits(server, doubleEdits(plan, yearUntil(last), new Pen()));
	return report;
}
