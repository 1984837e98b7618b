import { join } from 'node:path';
import type { ServerScope } from 'nano';
import { m } from '../../paraglide/messages';
import { ensureUsers } from '../provision/accounts';
import { BackupError } from './backup-error';
import { ensureKeysDatabase, KEYS } from '../held/keys';
import type { Leaf } from './leaf';
import { readLines } from './line-file';
import { fileOf, isShared, readBackup, USERS } from './manifest';
import { planAccounts, restoreAccounts, type AccountPlan } from './restore-accounts';
import { restoreDatabase } from './restore-database';
import { targetState } from './restore-marker';
import { writeLeaves } from './write-leaves';

/** What a run did; running the same backup again does nothing. */
export interface RestoreReport {
	readonly databases: number;
	/** Databases that an earlier run of the same backup had finished. */
	readonly finishedBefore: number;
	/** Leaves written, accounts not counted. */
	readonly leaves: number;
	readonly accounts: { readonly written: number; readonly kept: number };
}

const NO_ACCOUNTS: AccountPlan = { write: [], revive: [], kept: 0, foreign: [] };

/**
 * Writes a backup into a server that has none of its databases, or has them empty. Everything is looked at before the
 * first write; a run that was cut afterwards runs again and ends the same. Accounts come last, so nobody signs in to
 * half a community.
 * @param server CouchDB, signed in as a server admin
 * @throws {BackupError} when the backup was altered, or the server holds other data under the same names
 */
export async function restore(
	server: ServerScope,
	folder: string,
	progress?: (done: number, total: number) => void
): Promise<RestoreReport> {
	const { databases, seal } = await readBackup(folder);
	const fileFor = (name: string) => join(folder, fileOf(name));
	const scopes = databases.filter(({ name }) => !isShared(name));
	const has = (shared: string) => databases.some(({ name }) => name === shared);

	const states = new Map<string, Awaited<ReturnType<typeof targetState>>>();
	for (const { name } of scopes) states.set(name, await targetState(server, name, seal));
	const occupied = scopes.filter(({ name }) => states.get(name) === 'other').map(({ name }) => name);
	if (occupied.length > 0)
		throw new BackupError((locale) => m.cli_restore_occupied({ names: occupied.join(', ') }, { locale }));
	await ensureUsers(server);
	const accounts = has(USERS) ? await planAccounts(server, fileFor(USERS)) : NO_ACCOUNTS;
	if (accounts.foreign.length > 0)
		throw new BackupError((locale) =>
			m.cli_restore_accounts({ names: accounts.foreign.join(', ') }, { locale })
		);

	if (has(KEYS)) await restoreKeys(server, fileFor(KEYS));
	const todo = scopes.filter(({ name }) => states.get(name) !== 'done');
	const total = todo.reduce((sum, { leaves }) => sum + leaves, 0);
	let done = 0;
	const counted = () => progress?.(++done, total);
	for (const database of todo)
		await restoreDatabase(server, database, { file: fileFor(database.name), backup: seal, counted });
	await restoreAccounts(server, accounts);
	const written = new Set([...accounts.write, ...accounts.revive].map((leaf) => leaf._id)).size;
	return {
		databases: scopes.length,
		finishedBefore: scopes.length - todo.length,
		leaves: total,
		accounts: { written, kept: accounts.kept }
	};
}

/** Beside those that the server has: it opens what it sealed itself and what the old one sealed (docs/adr/0017). */
async function restoreKeys(server: ServerScope, file: string): Promise<void> {
	await ensureKeysDatabase(server);
	const leaves: Leaf[] = [];
	for await (const line of readLines(file)) leaves.push(JSON.parse(line) as Leaf);
	if (leaves.length > 0) await writeLeaves(server, KEYS, leaves);
}
