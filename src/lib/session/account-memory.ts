import { readNote, writeNote } from '../store/device-notes';

/** Who works on this device, as CouchDB's `_session` said at the last sign-in. */
export interface Account {
	readonly name: string;
	readonly roles: readonly string[];
}

/** Who works here now. */
const CURRENT = 'account';
/** Everybody who works on this phone without having signed out. */
const ALL = 'accounts';

/** Who worked on this device last and did not sign out; needs no network. */
export async function rememberedAccount(): Promise<Account | undefined> {
	return toAccount(await readNote(CURRENT));
}

/** Everybody who may unlock here without the server, in the order of their first sign-in. */
export async function rememberedAccounts(): Promise<Account[]> {
	const [current, all] = await Promise.all([rememberedAccount(), readNote(ALL)]);
	const accounts = (Array.isArray(all) ? all : []).flatMap((value) => toAccount(value) ?? []);
	// Version 0.1 knew the current account only.
	return current && !accounts.some(({ name }) => name === current.name) ? [...accounts, current] : accounts;
}

/** Makes this the account that works here. */
export async function rememberAccount(account: Account): Promise<void> {
	const others = (await rememberedAccounts()).filter(({ name }) => name !== account.name);
	await writeNote(ALL, [...others, account]);
	await writeNote(CURRENT, account);
}

/** Forgets who works here. Touches no record and no key (N2): the next sign-in of the same name finds everything. */
export async function forgetAccount(): Promise<void> {
	const current = await rememberedAccount();
	const others = (await rememberedAccounts()).filter(({ name }) => name !== current?.name);
	await writeNote(CURRENT, undefined);
	await writeNote(ALL, others);
}

function toAccount(value: unknown): Account | undefined {
	return isAccount(value) ? { name: value.name, roles: value.roles } : undefined;
}

export function isAccount(value: unknown): value is { name: string; roles: string[] } {
	const account = value as { name?: unknown; roles?: unknown } | null | undefined;
	return (
		typeof account?.name === 'string' &&
		Array.isArray(account.roles) &&
		account.roles.every((role) => typeof role === 'string')
	);
}
