import type { ServerScope } from 'nano';
import type { Division, Grid, Worker } from '../../org/org';
import { m } from '../../paraglide/messages';
import type { Doc } from '../../record';
import { nextStamp } from '../../stamp';
import type { Text } from '../text';
import { accountOf, mergedRoles } from './account';
import { readAccount, setAccount, setRoles, type AccountReport } from './accounts';
import type { StaffMember } from './community';
import { unlessMissing } from './couch-error';
import { prepareEmpty } from './database';
import { IMPORTER, importId } from './import-id';
import { edited } from './reconcile';
import { recordsOf, storedTeams } from './teams';

/** What came of an order about staff, or why it could not be carried out; then nothing was changed. */
export type StaffResult =
	{ readonly ok: true; readonly account: AccountReport } | { readonly ok: false; readonly reason: Text };

/** One change of a community's staff. */
export interface StaffOrder {
	/** 12-digit code. */
	readonly community: string;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** Adds somebody who is not among the community's staff. An account that exists elsewhere keeps its password. */
export async function addStaff(
	server: ServerScope,
	order: StaffOrder,
	member: StaffMember
): Promise<StaffResult> {
	const office = await openOffice(server, order);
	if (!office.ok) return office;
	const stored = office.worker(member.userName);
	if (stored && !stored.voided)
		return refused((locale) => m.staff_exists({ ...office.names(member.userName) }, { locale }));
	return office.set(member);
}

/** Sets roles and grids of somebody who is. What is left out of the order (name, phone) stays. */
export async function changeStaff(
	server: ServerScope,
	order: StaffOrder,
	change: Pick<StaffMember, 'userName' | 'roles' | 'grids'>
): Promise<StaffResult> {
	const office = await openOffice(server, order);
	if (!office.ok) return office;
	const stored = office.worker(change.userName);
	if (!stored || stored.voided)
		return refused((locale) => m.staff_not_here({ ...office.names(change.userName) }, { locale }));
	const { displayName, phone } = stored;
	return office.set({ displayName, ...(phone !== undefined && { phone }), ...change });
}

/**
 * Takes every role in the community from an account. The account itself stays: its owner may have work on a phone that
 * is not sent yet, and must be able to sign in to show it (N2).
 */
export async function removeStaff(
	server: ServerScope,
	order: StaffOrder,
	userName: string
): Promise<StaffResult> {
	const office = await openOffice(server, order);
	if (!office.ok) return office;
	const stored = office.worker(userName);
	const account = await readAccount(server, userName);
	if (!stored || !account)
		return refused((locale) => m.staff_not_here({ ...office.names(userName) }, { locale }));
	const { scopes } = await storedTeams(server, order.community);
	// Who leaves the staff may still be a volunteer.
	const left = scopes.some((team) => team.volunteers.includes(userName))
		? accountOf(order.community, userName, undefined, scopes).roles
		: [];
	const roles = mergedRoles(account.roles, left, order.community);
	await setRoles(server, account, roles);
	await office.write([edited(stored, { voided: true }, order.now), ...office.gridsWith(userName, [])]);
	return { ok: true, account: { userName, roles, did: 'changed' } };
}

const refused = (reason: Text) => ({ ok: false as const, reason });

/** The community's records that a change of staff touches. */
async function openOffice(server: ServerScope, { community, now }: StaffOrder) {
	const org = server.db.use<Doc>(`org-${community}`);
	if (!(await unlessMissing(server.db.get(`org-${community}`))))
		return refused((locale) => m.staff_no_community({ code: community }, { locale }));
	const scope = `org-${community}`;
	const [division] = await recordsOf<Division>(server, scope, 'division');
	const grids = await recordsOf<Grid>(server, scope, 'grid');
	const workers = await recordsOf<Worker>(server, scope, 'worker');
	if (!division) return refused((locale) => m.staff_no_community({ code: community }, { locale }));

	const worker = (userName: string) => workers.find((known) => known.userName === userName);
	const names = (userName: string) => ({ userName, code: community });
	/** The grids whose list of workers changes when this person works in `codes`. */
	const gridsWith = (userName: string, codes: readonly string[]) =>
		grids.map((grid) => {
			const others = grid.workers.filter((known) => known !== userName);
			return edited(grid, { workers: codes.includes(grid.code) ? [...others, userName] : others }, now);
		});
	const write = async (changes: readonly (Doc | undefined)[]) => {
		const docs = changes.filter((doc) => doc !== undefined);
		const answers = docs.length > 0 ? await org.bulk({ docs }) : [];
		const failed = answers.find((answer) => answer.error);
		if (failed) throw new Error(`${failed.id}: ${failed.error ?? ''} ${failed.reason ?? ''}`);
	};
	const set = async (member: StaffMember): Promise<StaffResult> => {
		const unknown = member.grids.find((code) => !grids.some((grid) => grid.code === code));
		const known = grids.map((grid) => grid.code).join(', ');
		if (unknown !== undefined)
			return refused((locale) => m.staff_unknown_grid({ code: community, grid: unknown, known }, { locale }));
		const { userName, displayName, roles, phone } = member;
		const stored = worker(userName);
		const fields = {
			displayName,
			roles,
			grids: member.grids,
			...(phone !== undefined && { phone }),
			...(stored?.voided && { voided: false })
		};
		const record = stored ? edited(stored, fields, now) : newWorker(division, { userName, ...fields }, now);
		await write([record, ...gridsWith(userName, member.grids)]);
		await prepareEmpty(server, [`user-${userName}`], community);
		const { scopes } = await storedTeams(server, community);
		const account = accountOf(community, userName, member, scopes);
		return { ok: true, account: await setAccount(server, account, community) };
	};
	return { ok: true as const, worker, names, gridsWith, write, set };
}

type WorkerFields = Pick<Worker, 'userName' | 'displayName' | 'roles' | 'grids' | 'phone'>;

/** The same id that an import of the community's file gives this person. */
const newWorker = ({ code, createdAt }: Division, fields: WorkerFields, now: number): Worker => ({
	_id: importId('worker', createdAt, code, fields.userName),
	type: 'worker',
	v: 1,
	createdAt: new Date(now).toISOString(),
	...IMPORTER,
	stamp: nextStamp(now, '', IMPORTER.device),
	origin: 'import',
	...fields
});
