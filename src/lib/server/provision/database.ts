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
import { managerRole, scopeKind, scopeRole, type Scope } from '../../org/scopes';
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

/** Who may read a scope: its own people and the community's managers. Administrators are the server's only. */
export const securityOf = (scope: Scope, community: string) => ({
	admins: { names: [], roles: ['_admin'] },
	members: { names: [], roles: [scopeRole(scope), managerRole(community)] }
});

async function setSecurity(server: ServerScope, scope: Scope, community: string): Promise<void> {
	const wanted = securityOf(scope, community);
	const request = { db: scope, path: '_security' };
	const stored: unknown = await server.request(request);
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
