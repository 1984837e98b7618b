import { randomInt } from 'node:crypto';
import { managerRole, scopeRole } from '../../org/scopes';
import type { StaffMember } from './community';

/** What CouchDB is told of a member of staff. */
export interface Account {
	readonly userName: string;
	/** The scopes the person reads (`people:330102016001002`), and the plain words of the person's roles. */
	readonly roles: readonly string[];
	/** For a new account; left out, one is made. */
	readonly password?: string;
}

/** The CouchDB roles of a member of staff in this community. */
export function accountOf(code: string, member: StaffMember): Account {
	const walksGrids = member.roles.includes('gridWorker') || member.roles.includes('gridLead');
	const roles = [
		scopeRole(`org-${code}`),
		...(walksGrids ? member.grids.map((grid) => scopeRole(`people-${grid}`)) : []),
		...(member.roles.includes('communityManager') ? [managerRole(code)] : []),
		...member.roles
	];
	return {
		userName: member.userName,
		roles,
		...(member.password !== undefined && { password: member.password })
	};
}

/**
 * The roles of an existing account after this community's have been set anew: what it may do in other communities
 * stays, and then so do its plain words, which belong to no community.
 */
export function mergedRoles(
	stored: readonly string[],
	wanted: readonly string[],
	community: string
): string[] {
	const elsewhere = stored.filter(
		(role) => role.includes(':') && !role.slice(role.indexOf(':') + 1).startsWith(community)
	);
	const words = elsewhere.length > 0 ? stored.filter((role) => !role.includes(':')) : [];
	return [...new Set([...elsewhere, ...words, ...wanted])];
}

/** Without letters that are mistaken for others when read aloud or from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be told once: 12 letters and digits in groups of four, 59 bits. */
export const newPassword = (): string =>
	[4, 4, 4]
		.map((size) => Array.from({ length: size }, () => LETTERS[randomInt(LETTERS.length)]).join(''))
		.join('-');
