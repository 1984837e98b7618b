import type { ServerScope } from 'nano';
import { isScope, managerRole, scopeKind } from '../../org/scopes';
import { isDesign, type Leaf } from './leaf';

/** What a backup holds: everything of Linli's, or one community's. */
export interface Selection {
	/** 12-digit code; left out: all communities. */
	readonly community?: string;
}

/** The databases of Linli on this server, sorted. */
export async function selectedDatabases(server: ServerScope, { community }: Selection): Promise<string[]> {
	const names = (await server.db.list()).filter(isScope).sort();
	if (community === undefined) return names;
	const selected: string[] = [];
	for (const name of names) if (await belongsTo(server, name, community)) selected.push(name);
	return selected;
}

/** A database is named for its community, but for a user's own: that one is his community's managers' to read. */
async function belongsTo(server: ServerScope, name: string, community: string): Promise<boolean> {
	if (scopeKind(name) !== 'user') return name.slice(name.indexOf('-') + 1).startsWith(community);
	const security = (await server.request({ db: name, path: '_security' })) as {
		members?: { roles?: readonly string[] };
	};
	return security.members?.roles?.includes(managerRole(community)) ?? false;
}

/** Whether an account goes with the selection. `_design/_auth` is the server's own. */
export function isSelectedAccount(leaves: readonly Leaf[], { community }: Selection): boolean {
	if (leaves.some((leaf) => isDesign(leaf._id))) return false;
	return (
		community === undefined || leaves.some((leaf) => rolesOf(leaf).some((role) => isOf(role, community)))
	);
}

const rolesOf = ({ roles }: Leaf): string[] =>
	Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];

const isOf = (role: string, community: string) => role.slice(role.indexOf(':') + 1).startsWith(community);
