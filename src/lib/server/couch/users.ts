import type { Database } from './database';
import type { Databases } from './databases';
import { CouchError, forbidden } from './errors';
import { isObject, isStringList, type JsonObject } from './json';
import { hashPassword, isPassword, isSame, ITERATIONS, keyed, type PasswordHash } from './passwords';
import { livingDocument, readDocument } from './read-document';
import { isServerAdmin, type UserContext } from './security';

/** An account as sign-in needs it. `salt` is part of what signs cookies: a new password ends all sessions. */
export interface Account {
	readonly name: string;
	readonly roles: readonly string[];
	readonly salt: string;
	readonly derivedKey: string;
}

const PREFIX = 'org.couchdb.user:';
const HASH_FIELDS = ['password_scheme', 'pbkdf2_prf', 'salt', 'iterations', 'derived_key'] as const;
/** Verified passwords of Basic authentication, so that not every request costs 600,000 rounds. */
const MAX_REMEMBERED = 1000;

export const userId = (name: string) => PREFIX + name;

export class Users {
	readonly #verified = new Map<string, Buffer>();

	/** @param admins name → password, from the server's environment; they have no document */
	constructor(
		private readonly databases: Databases,
		private readonly admins: Readonly<Record<string, string>>,
		private readonly secret: string
	) {}

	find(name: string): Account | undefined {
		const password = Object.hasOwn(this.admins, name) ? this.admins[name] : undefined;
		if (password !== undefined) {
			const salt = keyed(this.secret, `${name}\0${password}`).toString('hex');
			return { name, roles: ['_admin'], salt, derivedKey: salt };
		}
		const doc = this.#document(name);
		const hash = doc && hashIn(doc);
		if (!doc || !hash || doc.name !== name || doc.type !== 'user') return undefined;
		const roles = isStringList(doc.roles) ? doc.roles.filter((role) => !role.startsWith('_')) : [];
		return { name, roles, salt: hash.salt, derivedKey: hash.derived_key };
	}

	/** The account when name and password are right. */
	async verify(name: string, password: string): Promise<Account | undefined> {
		const account = this.find(name);
		const admin = Object.hasOwn(this.admins, name) ? this.admins[name] : undefined;
		if (account && admin !== undefined) {
			if (isSame(keyed(this.secret, password), keyed(this.secret, admin))) return account;
			// a wrong guess costs the same as for everybody else
			await isPassword(password, undefined);
			return undefined;
		}
		const proof = keyed(this.secret, JSON.stringify([name, password, account?.derivedKey]));
		const remembered = this.#verified.get(name);
		if (account && remembered && isSame(remembered, proof)) return account;
		const doc = this.#document(name);
		if (!(await isPassword(password, doc && hashIn(doc))) || !account) return undefined;
		if (this.#verified.size >= MAX_REMEMBERED) this.#verified.clear();
		this.#verified.set(name, proof);
		return account;
	}

	#document(name: string): JsonObject | undefined {
		return livingDocument(this.databases.peek('_users'), userId(name));
	}
}

function hashIn(doc: JsonObject): PasswordHash | undefined {
	const { pbkdf2_prf: prf = 'sha', salt, iterations, derived_key: key, password_scheme: scheme } = doc;
	if (scheme !== 'pbkdf2' || typeof salt !== 'string' || typeof key !== 'string') return undefined;
	if (typeof iterations !== 'number' || !(iterations >= 1) || !Number.isInteger(iterations)) return undefined;
	if (!/^([0-9a-f]{2}){20,64}$/.test(key)) return undefined;
	if (prf !== 'sha256' && prf !== 'sha' && prf !== 'sha1') return undefined;
	return { password_scheme: 'pbkdf2', pbkdf2_prf: prf, salt, iterations, derived_key: key };
}

/** A document as it comes in; in `_users` a plain `password` becomes its hash, and nobody brings a hash of his own. */
export async function withHashedPassword(value: unknown, user: UserContext, db: Database): Promise<unknown> {
	if (db.name !== '_users' || !isObject(value)) return value;
	const { password, ...rest } = value;
	if (password !== undefined && password !== null) {
		if (typeof password !== 'string') throw new CouchError(400, 'bad_request', 'Password must be a string');
		return { ...rest, ...(await hashPassword(password)) };
	}
	if (isServerAdmin(user)) return rest;
	const row = typeof rest._id === 'string' ? db.row(rest._id) : undefined;
	const stored = row && readDocument(db, row);
	for (const field of HASH_FIELDS) {
		delete rest[field];
		const kept = stored?.[field];
		if (kept !== undefined) rest[field] = kept;
	}
	return rest;
}

/** CouchDB's own validation of `_users`. */
export function checkUserDocument(
	doc: JsonObject,
	old: JsonObject | null,
	user: UserContext
): CouchError | undefined {
	const isAdmin = isServerAdmin(user);
	if (doc._deleted === true) {
		return isAdmin || old?.name === user.name
			? undefined
			: forbidden('Only admins may delete other user docs.');
	}
	const { name, type, roles } = doc;
	if (type !== 'user') return forbidden('doc.type must be user');
	if (typeof name !== 'string' || !name) return forbidden('doc.name is required');
	if (roles === undefined) return forbidden('doc.roles must exist');
	if (!Array.isArray(roles)) return forbidden('doc.roles must be an array');
	if (!isStringList(roles)) return forbidden('doc.roles can only contain strings');
	if (doc._id !== userId(name)) return forbidden('Doc ID must be of the form org.couchdb.user:name');
	if (old && old.name !== name) return forbidden('Usernames can not be changed.');
	if (typeof doc.iterations === 'number' && doc.iterations > ITERATIONS * 8)
		return forbidden('Too many iterations.');
	if (roles.some((role) => role.startsWith('_'))) {
		return forbidden('No system roles (starting with underscore) in users db.');
	}
	if (name.startsWith('_')) return forbidden('Username may not start with underscore.');
	if (name.includes(':')) return forbidden('Character `:` is not allowed in usernames.');
	if (isAdmin) return undefined;
	if (name !== user.name) return forbidden('You may only update your own user document.');
	const before = isStringList(old?.roles) ? old.roles : [];
	if (JSON.stringify([...before].sort()) !== JSON.stringify([...roles].sort())) {
		return forbidden('Only _admin may edit roles');
	}
	return undefined;
}
