import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { RevisionRef } from '../store/ledger';
import { readEpoch } from './epoch';
import { lackingOf, type PushSource } from './push';
import type { SentDocument } from './remote';

/*
 * A server that was restored or made anew has forgotten what it had acknowledged (N1). It shows by its epoch document,
 * or by the checkpoint that it has lost.
 */

/** What is known of the database that the device last met; lies in the settings, so that a kill forgets nothing. */
interface Met {
	readonly epoch?: string;
	/** The server has gone back, and has not been given back yet what it lacks. */
	readonly behind?: boolean;
}
const metKey = (scope: Scope) => `sync:epoch:${scope}`;
const readMet = async (store: Store, scope: Scope) => await store.readSetting<Met>(metKey(scope));

export async function isBehind(store: Store, scope: Scope): Promise<boolean> {
	return (await readMet(store, scope))?.behind === true;
}

/** The server's checkpoint is not the one that was written last. */
export async function noteBehind(store: Store, scope: Scope): Promise<void> {
	await store.writeSetting(metKey(scope), { ...(await readMet(store, scope)), behind: true });
}

/** Reads which database this is; another one than last time is behind. */
export async function meet({
	store,
	scope,
	wire
}: Pick<PushSource, 'store' | 'scope' | 'wire'>): Promise<void> {
	const epoch = await readEpoch(wire, scope);
	const met = await readMet(store, scope);
	if (met && met.epoch === epoch) return;
	const known = { ...(epoch !== undefined && { epoch }) };
	await store.writeSetting(metKey(scope), met ? { ...known, behind: true } : known);
}

const PAGE = 500;

/**
 * Compares everything here with the server. What this user wrote and the server lacks counts as unsent again, so that
 * its receipt tells the truth (N3), and goes up with the next push; what others wrote is offered at once, and is
 * theirs to send when the server wants it from nobody else.
 */
export async function giveBack(source: PushSource): Promise<void> {
	const { ledger, local, remote, scope, store, user } = source;
	let after: string | undefined;
	for (;;) {
		const page: RevisionRef[] = await ledger.leaves(scope, {
			limit: PAGE,
			...(after !== undefined && { after })
		});
		const last = page.at(-1)?.id;
		if (last === undefined) break;
		after = last;
		const lacking = await lackingOf(source, page);
		if (lacking.length === 0) continue;
		const { results } = await local.bulkGet({ docs: lacking, revs: true });
		const docs = results.flatMap(({ docs: found }) =>
			found.flatMap((each) => ('ok' in each ? [each.ok as unknown as Authored] : []))
		);
		const own = docs.filter(({ createdBy, updatedBy }) => createdBy === user || updatedBy === user);
		await ledger.withdraw(scope, own.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
		await remote.send(docs.filter((doc) => !own.includes(doc)));
	}
	const { behind: _, ...met } = (await readMet(store, scope)) ?? {};
	await store.writeSetting(metKey(scope), met);
}

type Authored = SentDocument & { readonly createdBy?: unknown; readonly updatedBy?: unknown };
