import type { ServerScope } from 'nano';
import { isInHistory, winnerOf, type Leaf } from './leaf';
import { readLines } from './line-file';
import { USERS } from './manifest';
import { writeLeaves } from './write-leaves';

/** What is to be done with the accounts of a backup. */
export interface AccountPlan {
	/** Leaves to write as they are. */
	readonly write: readonly Leaf[];
	/** Accounts deleted since, to be made anew: their old revisions would stay hidden behind the deletion. */
	readonly revive: readonly Leaf[];
	/** How many accounts are there already, the same or newer. They stay as they are. */
	readonly kept: number;
	/** Names of accounts that are there and have nothing to do with those of the backup. */
	readonly foreign: readonly string[];
}

interface Row {
	readonly error?: string;
	readonly value?: { readonly rev: string; readonly deleted?: boolean } | null;
}
type Missing = Record<string, { readonly missing?: readonly string[] } | undefined>;

/** Compares the accounts of a backup with those of the server; writes nothing. */
export async function planAccounts(server: ServerScope, file: string): Promise<AccountPlan> {
	const accounts = await readAccounts(file);
	const write: Leaf[] = [];
	const revive: Leaf[] = [];
	const foreign: string[] = [];
	let kept = 0;
	if (accounts.size === 0) return { write, revive, kept, foreign };

	const keys = [...accounts.keys()];
	const post = { db: USERS, method: 'POST' };
	const listed = (await server.request({ ...post, path: '_all_docs', body: { keys } })) as { rows: Row[] };
	const revs = Object.fromEntries([...accounts].map(([id, leaves]) => [id, leaves.map((leaf) => leaf._rev)]));
	const missing = (await server.request({ ...post, path: '_revs_diff', body: revs })) as Missing;

	keys.forEach((id, index) => {
		const leaves = accounts.get(id) ?? [];
		const stored = listed.rows[index]?.value ?? undefined;
		const isKnown = (missing[id]?.missing ?? []).length === 0;
		const winner = winnerOf(leaves);
		if (stored?.deleted && isKnown && winner && !winner._deleted) revive.push(winner);
		else if (stored && isKnown) kept++;
		else if (!stored || stored.deleted || leaves.some((leaf) => isInHistory(leaf, stored.rev)))
			write.push(...leaves);
		else foreign.push(id.slice(id.indexOf(':') + 1));
	});
	return { write, revive, kept, foreign };
}

/** Carries a plan out. Hashes are written as they are, so that everybody signs in with the password of the time. */
export async function restoreAccounts(server: ServerScope, { write, revive }: AccountPlan): Promise<void> {
	if (write.length > 0) await writeLeaves(server, USERS, write);
	for (const { _rev: _old, _revisions: _history, ...account } of revive)
		await server.db.use(USERS).insert(account, account._id);
}

async function readAccounts(file: string): Promise<Map<string, Leaf[]>> {
	const accounts = new Map<string, Leaf[]>();
	for await (const line of readLines(file)) {
		const leaf = JSON.parse(line) as Leaf;
		accounts.set(leaf._id, [...(accounts.get(leaf._id) ?? []), leaf]);
	}
	return accounts;
}
