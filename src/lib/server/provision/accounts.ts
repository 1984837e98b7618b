import type { ServerScope } from 'nano';
import { mergedRoles, newPassword, type Account } from './account';
import { statusOf, unlessMissing } from './couch-error';

/** What a run did with one account. */
export interface AccountReport {
	readonly userName: string;
	readonly roles: readonly string[];
	readonly did: 'created' | 'changed' | 'nothing';
	/** Only when the account is new and its password was made here: to be told once. */
	readonly password?: string;
}

export interface UserDoc {
	name: string;
	type: 'user';
	roles: string[];
	password?: string;
}

const idOf = (userName: string) => `org.couchdb.user:${userName}`;

/** The account as CouchDB keeps it. */
export type StoredAccount = UserDoc & { readonly _id: string; readonly _rev: string };

export const readAccount = (server: ServerScope, userName: string): Promise<StoredAccount | undefined> =>
	unlessMissing(server.db.use<UserDoc>('_users').get(idOf(userName)));

/** Creates an account, or sets this community's roles on an existing one. A password that exists is never changed. */
export async function setAccount(
	server: ServerScope,
	account: Account,
	community: string
): Promise<AccountReport> {
	const { userName } = account;
	const stored = await readAccount(server, userName);
	if (!stored) {
		const given = account.passwordHash ?? (account.password !== undefined && { password: account.password });
		const made = given ? undefined : newPassword();
		const roles = [...account.roles];
		const secret = given || { password: made ?? '' };
		const users = server.db.use<UserDoc>('_users');
		await users.insert({ name: userName, type: 'user', roles, ...secret }, idOf(userName));
		return { userName, roles, did: 'created', ...(made !== undefined && { password: made }) };
	}
	const roles = mergedRoles(stored.roles, account.roles, community);
	return { userName, roles, did: (await setRoles(server, stored, roles)) ? 'changed' : 'nothing' };
}

/** @returns whether anything changed */
export async function setRoles(
	server: ServerScope,
	stored: StoredAccount,
	roles: string[]
): Promise<boolean> {
	if (roles.length === stored.roles.length && roles.every((role) => stored.roles.includes(role)))
		return false;
	await server.db.use<UserDoc>('_users').insert({ ...stored, roles }, stored._id);
	return true;
}

/** CouchDB hashes the new password with a new salt, which ends the account's sessions. */
export async function setPassword(
	server: ServerScope,
	stored: StoredAccount,
	password: string
): Promise<void> {
	await server.db.use<UserDoc>('_users').insert({ ...stored, password }, stored._id);
}

/** A fresh cluster has no `_users` until somebody makes it. */
export async function ensureUsers(server: ServerScope): Promise<void> {
	try {
		if (!(await unlessMissing(server.db.get('_users')))) await server.db.create('_users');
	} catch (error) {
		if (statusOf(error) !== 412) throw error;
	}
}
