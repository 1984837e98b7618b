import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { readEpoch } from './epoch';
import type { Wire } from './wire';

/*
 * A server that was restored or made anew has forgotten what it had acknowledged (N1). It shows by its epoch document,
 * or by the checkpoint that it has lost. Before the first load is complete there is no checkpoint: what was acknowledged
 * until then is compared when there is one.
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
}: {
	readonly store: Store;
	readonly scope: Scope;
	readonly wire: Wire;
}): Promise<void> {
	const epoch = await readEpoch(wire, scope);
	const met = await readMet(store, scope);
	if (met && met.epoch === epoch) return;
	const known = { ...(epoch !== undefined && { epoch }) };
	await store.writeSetting(metKey(scope), met ? { ...known, behind: true } : known);
}

/** Everything was compared, and the server has got what it lacked. */
export async function noteCaughtUp(store: Store, scope: Scope): Promise<void> {
	const { behind: _, ...met } = (await readMet(store, scope)) ?? {};
	await store.writeSetting(metKey(scope), met);
}
