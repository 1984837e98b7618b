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

interface UserDoc {
	name: string;
	type: 'user';
	roles: string[];
	password?: string;
}

/** Creates an account, or sets this community's roles on an existing one. A password that exists is never changed. */
export async function setAccount(
	server: ServerScope,
	account: Account,
	community: string
): Promise<AccountReport> {
	const users = server.db.use<UserDoc>('_users');
	const { userName } = account;
	const id = `org.couchdb.user:${userName}`;
	const stored = await unlessMissing(users.get(id));
	if (!stored) {
		const made = account.password === undefined ? newPassword() : undefined;
		const roles = [...account.roles];
		const password = account.password ?? made ?? '';
		await users.insert({ name: userName, type: 'user', roles, password }, id);
		return { userName, roles, did: 'created', ...(made !== undefined && { password: made }) };
	}
	const roles = mergedRoles(stored.roles, account.roles, community);
	const same = roles.length === stored.roles.length && roles.every((role) => stored.roles.includes(role));
	if (!same) await users.insert({ ...stored, roles }, id);
	return { userName, roles, did: same ? 'nothing' : 'changed' };
}

/** A fresh cluster has no `_users` until somebody makes it. */
export async function ensureUsers(server: ServerScope): Promise<void> {
	try {
		if (!(await unlessMissing(server.db.get('_users')))) await server.db.create('_users');
	} catch (error) {
		if (statusOf(error) !== 412) throw error;
	}
}
