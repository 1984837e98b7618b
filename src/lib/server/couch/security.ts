import type { Database } from './database';
import { badRequest, forbidden, unauthorized } from './errors';
import { isObject, isStringList, type JsonObject } from './json';

/** Who asks. `name` null: nobody signed in. */
export interface UserContext {
	readonly name: string | null;
	readonly roles: readonly string[];
	/** How the user showed who he is, as `_session` reports it. */
	readonly via?: 'cookie' | 'default';
}

export const NOBODY: UserContext = { name: null, roles: [] };

/** CouchDB 3's default: a database is its server's admins' until somebody opens it. */
const PRIVATE: JsonObject = { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } };

export function securityOf(db: Database): JsonObject {
	const stored = db.meta('security');
	return stored === undefined ? PRIVATE : JSON.parse(stored);
}

/** @throws CouchError 400; an unreadable rule would open the database to everybody */
export function setSecurity(db: Database, security: unknown): void {
	if (!isObject(security)) throw badRequest('Request body must be a JSON object');
	for (const group of ['admins', 'members']) {
		const rule = security[group];
		if (rule === undefined) continue;
		if (!isObject(rule)) throw badRequest(`${group} must be a JSON object`);
		for (const list of ['names', 'roles']) {
			if (rule[list] !== undefined && !isStringList(rule[list])) {
				throw badRequest(`${group}.${list} must be a JSON list of strings`);
			}
		}
	}
	db.setMeta('security', JSON.stringify(security));
}

export const isServerAdmin = (user: UserContext) => user.roles.includes('_admin');

function isDatabaseAdmin(user: UserContext, db: Database): boolean {
	return isServerAdmin(user) || isIn(user, securityOf(db).admins);
}

/** CouchDB says 401 here even to somebody who is signed in. */
export function requireServerAdmin(user: UserContext): void {
	if (!isServerAdmin(user)) throw unauthorized('You are not a server admin.');
}

export function requireDatabaseAdmin(user: UserContext, db: Database): void {
	if (isDatabaseAdmin(user, db)) return;
	const reason = 'You are not a db or server admin.';
	throw user.name === null ? unauthorized(reason) : forbidden(reason);
}

/** CouchDB has its own words, and 401, where a database is compacted. */
export function requireCompactor(user: UserContext, db: Database): void {
	if (!isDatabaseAdmin(user, db)) throw unauthorized('You are not a server or db admin.');
}

/** @throws CouchError 401 for nobody, 403 for a user who is no member */
export function requireMember(user: UserContext, db: Database): void {
	const { members, admins } = securityOf(db);
	if (isServerAdmin(user) || isEmpty(members) || isIn(user, members) || isIn(user, admins)) return;
	throw user.name === null
		? unauthorized('You are not authorized to access this db.')
		: forbidden('You are not allowed to access this db.');
}

function isEmpty(rule: unknown): boolean {
	return !isObject(rule) || !(listOf(rule.names).length || listOf(rule.roles).length);
}

function isIn(user: UserContext, rule: unknown): boolean {
	if (!isObject(rule) || user.name === null) return false;
	return (
		listOf(rule.names).includes(user.name) || listOf(rule.roles).some((role) => user.roles.includes(role))
	);
}

const listOf = (value: unknown): readonly string[] => (isStringList(value) ? value : []);
