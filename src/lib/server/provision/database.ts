import { randomUUID } from 'node:crypto';
import type { ServerScope } from 'nano';
import areaGuard from '../guard/area.guard.ts?guard';
import careGuard from '../guard/care.guard.ts?guard';
import orgGuard from '../guard/org.guard.ts?guard';
import peopleGuard from '../guard/people.guard.ts?guard';
import photosGuard from '../guard/photos.guard.ts?guard';
import summaryGuard from '../guard/summary.guard.ts?guard';
import userGuard from '../guard/user.guard.ts?guard';
import type { ScopeKind } from '../../record';
import { hasPhotos, managerRole, photosOf, scopeKind, scopeRole, type Scope } from '../../org/scopes';
import { canonicalJson } from './canonical';
import { statusOf, unlessMissing } from './couch-error';

const GUARDS: Record<ScopeKind, string> = {
	org: orgGuard,
	people: peopleGuard,
	area: areaGuard,
	care: careGuard,
	user: userGuard,
	photos: photosGuard,
	summary: summaryGuard
};
const GUARD_ID = '_design/guard';

/**
 * Makes a scope's database ready for records: it exists, only its members read it, it has an epoch. In this order, so
 * that a run cut anywhere leaves nothing open. Writes only what differs.
 * @returns whether the database is new
 */
export async function prepareDatabase(
	server: ServerScope,
	scope: Scope,
	community: string
): Promise<boolean> {
	const created = await createDatabase(server, scope);
	await setSecurity(server, scope, community);
	await setEpoch(server, scope);
	return created;
}

/** Databases that hold nothing yet: they get their guard at once. */
export async function prepareEmpty(
	server: ServerScope,
	scopes: readonly Scope[],
	community: string,
	progress: () => void = () => {}
): Promise<void> {
	for (const scope of scopes) {
		await prepareDatabase(server, scope, community);
		await setGuard(server, scope);
		progress();
	}
}

/** A scope with its photos twin, if it has one. */
export const withPhotos = (scope: Scope): Scope[] => (hasPhotos(scope) ? [scope, photosOf(scope)] : [scope]);

async function createDatabase(server: ServerScope, scope: Scope): Promise<boolean> {
	try {
		// One shard: a scope is small, and every further shard costs a file and a fan-out a request.
		await server.db.create(scope, { q: 1 });
		return true;
	} catch (error) {
		if (statusOf(error) === 412) return false;
		throw error;
	}
}

interface Security {
	readonly admins: { readonly names: readonly string[]; readonly roles: readonly string[] };
	readonly members: { readonly names: readonly string[]; readonly roles: readonly string[] };
}

/**
 * Who may read a scope: its own people and the community's managers. Administrators are the server's only.
 * @param stored what stands now: a user's own database keeps the managers of other communities, where the user works too
 */
export function securityOf(scope: Scope, community: string, stored?: unknown): Security {
	const manager = managerRole(community);
	const others = scopeKind(scope) === 'user' ? managersIn(stored).filter((role) => role !== manager) : [];
	return {
		admins: { names: [], roles: ['_admin'] },
		members: { names: [], roles: [scopeRole(scope), ...others, manager].toSorted(ownFirst(scopeRole(scope))) }
	};
}

const ownFirst = (own: string) => (a: string, b: string) => (a === own ? -1 : b === own ? 1 : a < b ? -1 : 1);

function managersIn(security: unknown): string[] {
	const { members } = (security ?? {}) as { members?: { roles?: unknown } };
	const roles: unknown[] = Array.isArray(members?.roles) ? members.roles : [];
	return roles.filter((role): role is string => typeof role === 'string' && /^manager:\d{12}$/.test(role));
}

async function setSecurity(server: ServerScope, scope: Scope, community: string): Promise<void> {
	const request = { db: scope, path: '_security' };
	const stored: unknown = await server.request(request);
	const wanted = securityOf(scope, community, stored);
	if (canonicalJson(stored) !== canonicalJson(wanted))
		await server.request({ ...request, method: 'PUT', body: wanted });
}

/** The validation function that belongs in a scope's database. */
export const guardOf = (scope: Scope): string => GUARDS[scopeKind(scope)];

/** Sets the validation of every write (`guard/`), unless just this one stands already. */
export async function setGuard(server: ServerScope, scope: Scope): Promise<void> {
	const source = guardOf(scope);
	const db = server.db.use<{ validate_doc_update?: string }>(scope);
	const stored = await unlessMissing(db.get(GUARD_ID));
	if (stored?.validate_doc_update === source) return;
	const guard = { language: 'javascript', validate_doc_update: source };
	await db.insert({ ...guard, ...(stored && { _rev: stored._rev }) }, GUARD_ID);
}

/**
 * The epoch tells devices that this is still the database they knew. It is a local document, because those are not
 * replicated: a database that was recreated and filled again from elsewhere gets an epoch of its own.
 */
async function setEpoch(server: ServerScope, scope: Scope): Promise<void> {
	const request = { db: scope, path: '_local/epoch' };
	const stored: unknown = await unlessMissing(server.request(request));
	if (stored === undefined)
		await server.request({ ...request, method: 'PUT', body: { epoch: randomUUID() } });
}
