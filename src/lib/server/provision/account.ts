import { randomInt } from 'node:crypto';
import { managerRole, scopeRole } from '../../org/scopes';
import type { PasswordHash } from '../couch/passwords';
import type { StaffMember } from './community';

/** What CouchDB is told of a member of staff. */
export interface Account {
	readonly userName: string;
	/** The scopes the person reads (`people:330102016001002`), and the plain words of the person's roles. */
	readonly roles: readonly string[];
	/** For a new account; left out, one is made. */
	readonly password?: string;
	/** Instead of a password: what CouchDB keeps of it. */
	readonly passwordHash?: PasswordHash;
}

/** A volunteer team as far as accounts and databases need to know it. */
export interface TeamScope {
	/** The team's database is `care-<code>`. */
	readonly code: string;
	/** 15-digit codes of the grids whose people it helps. */
	readonly grids: readonly string[];
	/** User names. */
	readonly volunteers: readonly string[];
}

/**
 * The account that somebody has in this community, from the person's work there and in its teams. What a role opens is
 * decided here and nowhere else (design.md 4): a monitor reads no residents, a volunteer only his own teams, a manager
 * everything.
 */
export function accountOf(
	code: string,
	userName: string,
	member: Pick<StaffMember, 'roles' | 'grids' | 'password'> | undefined,
	teams: readonly TeamScope[]
): Account {
	const has = (...roles: StaffMember['roles']) => roles.some((role) => member?.roles.includes(role));
	const walked = has('gridWorker', 'gridLead') ? (member?.grids ?? []) : [];
	const reads = ({ grids, volunteers }: TeamScope) =>
		volunteers.includes(userName) || has('communityManager') || grids.some((grid) => walked.includes(grid));
	const volunteers = teams.some((team) => team.volunteers.includes(userName));
	const roles = [
		...[`org-${code}`, `user-${userName}`].map(scopeRole),
		...walked.map((grid) => scopeRole(`people-${grid}`)),
		...(member ? [scopeRole(`area-${code}`)] : []),
		...teams.filter(reads).map((team) => scopeRole(`care-${team.code}`)),
		...(has('communityManager') ? [managerRole(code)] : []),
		...(member?.roles ?? []),
		...(volunteers ? ['volunteer'] : [])
	];
	return { userName, roles, ...(member?.password !== undefined && { password: member.password }) };
}

/** The accounts of a community's staff and volunteers; whoever is both has one, with both. */
export function accountsOf(
	code: string,
	staff: readonly Pick<StaffMember, 'userName' | 'roles' | 'grids' | 'password'>[],
	teams: readonly TeamScope[]
): Account[] {
	const names = [...staff.map((member) => member.userName), ...teams.flatMap((team) => team.volunteers)];
	return [...new Set(names)].map((userName) =>
		accountOf(
			code,
			userName,
			staff.find((member) => member.userName === userName),
			teams
		)
	);
}

/**
 * The roles of an existing account after this community's have been set anew: what it may do in other communities
 * stays, and then so do its plain words, which belong to no community. Its own database always stays its own: reports
 * and unsent work lie there (N2).
 */
export function mergedRoles(
	stored: readonly string[],
	wanted: readonly string[],
	community: string
): string[] {
	const scoped = stored.filter((role) => role.includes(':'));
	const elsewhere = scoped.filter(
		(role) => !role.startsWith('user:') && !role.slice(role.indexOf(':') + 1).startsWith(community)
	);
	const own = scoped.filter((role) => role.startsWith('user:'));
	const words = elsewhere.length > 0 ? stored.filter((role) => !role.includes(':')) : [];
	return [...new Set([...own, ...elsewhere, ...words, ...wanted])];
}

/** Without letters that are mistaken for others when read aloud or from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be told once: 12 letters and digits in groups of four, 59 bits. */
export const newPassword = (): string =>
	[4, 4, 4]
		.map((size) => Array.from({ length: size }, () => LETTERS[randomInt(LETTERS.length)]).join(''))
		.join('-');
