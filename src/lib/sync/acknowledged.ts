import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { RevisionRef } from '../store/ledger';
import type { LoadSource } from './first-load';
import { lackingOf } from './lacking';
import { noteBehind } from './met';
import { nameOf, refOf } from './revisions';

/*
 * A server that was restored shows by a checkpoint that it has lost (N1). Between the acknowledgement of a record and
 * the next checkpoint of a pull it does not show: nothing was written by which the restored server would differ. So what
 * was acknowledged is kept by name until a pull has met it, and what a pull has not met is asked for.
 */

const key = (scope: Scope) => `sync:acknowledged:${scope}`;
/** More than so many are not kept by name: then everything is compared. */
const MOST = 1000;

interface Keeper {
	readonly scope: Scope;
	readonly store: Store;
	/** Whose device this is. */
	readonly user: string;
}

const readNames = async (store: Store, scope: Scope) =>
	(await store.readSetting<readonly string[]>(key(scope))) ?? [];

/** One change at a time, whichever tab makes it. */
const change = (
	{ scope, store, user }: Keeper,
	to: (names: readonly string[]) => readonly string[] | Promise<readonly string[]>
) =>
	navigator.locks.request(`linli:acknowledged:${user}:${scope}`, async () => {
		const names = await to(await readNames(store, scope));
		await store.writeSetting(key(scope), names.length > 0 ? names : undefined);
	});

/** To be called before these revisions stop being unsent. */
export const noteAcknowledged = (keeper: Keeper, revisions: readonly RevisionRef[]): Promise<void> =>
	change(keeper, async (names) => {
		const all = [...new Set([...names, ...revisions.map(nameOf)])];
		if (all.length <= MOST) return all;
		await noteBehind(keeper.store, keeper.scope);
		return [];
	});

type RevsDiff = (asked: Record<string, string[]>) => Promise<unknown>;

/**
 * Runs a pull, and looks whether the server still has what it acknowledged before. What the pull itself brings up is
 * there, and the checkpoint that the pull then writes tells of a later restore. Lacks the server something, it is noted
 * as behind.
 * @param pull one whole replication from the server; its failure leaves everything as it was
 */
export async function lookingForAcknowledged(
	source: LoadSource & Keeper,
	pull: () => Promise<unknown>
): Promise<void> {
	const { local, scope, store } = source;
	const names = await readNames(store, scope);
	if (names.length === 0) return void (await pull());
	const open = new Set(names);
	const { revsDiff } = local as unknown as { revsDiff: RevsDiff };
	const hearing: RevsDiff = (asked) => {
		for (const [id, revs] of Object.entries(asked)) for (const rev of revs) open.delete(nameOf({ id, rev }));
		return revsDiff.call(local, asked);
	};
	Object.assign(local, { revsDiff: hearing });
	try {
		await pull();
	} finally {
		Object.assign(local, { revsDiff });
	}
	const lacking = open.size > 0 ? await lackingOf(source, [...open].map(refOf)) : [];
	if (lacking.length > 0) await noteBehind(store, scope);
	const done = new Set(names);
	await change(source, (now) => now.filter((name) => !done.has(name)));
}
