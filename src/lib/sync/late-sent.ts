import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { isHistory, windowStart } from './window';

/*
 * What was sent long after it happened may lie before the window already, and would leave the device as soon as it was
 * sent: a server restored from yesterday's backup would lack it, and nobody would have it (N1). It stays as long as the
 * window is, counted from its sending.
 */

const DAY = 86_400_000;
/** Milliseconds after which sending is late; what was sent sooner stays nearly as long by its own time. */
const LATE = 7 * DAY;

/** Id of an event → when the server acknowledged it, UTC ISO. */
type Late = Readonly<Record<string, string>>;
const lateKey = (scope: Scope) => `sync:late:${scope}`;
const readLate = async (store: Store, scope: Scope) => (await store.readSetting<Late>(lateKey(scope))) ?? {};

/** To be called when the server has acknowledged these. @param now by the server's clock, milliseconds */
export async function noteLate(
	store: Store,
	scope: Scope,
	ids: readonly string[],
	now: number
): Promise<void> {
	const late = ids.filter((id) => isHistory(scope, id, now - LATE));
	if (late.length === 0) return;
	const at = new Date(now).toISOString();
	const noted = Object.fromEntries(late.map((id) => [id, at]));
	await store.writeSetting(lateKey(scope), { ...(await readLate(store, scope)), ...noted });
}

/** Ids of what still stays. */
export async function lateOnes(store: Store, scope: Scope, now: number): Promise<ReadonlySet<string>> {
	const noted = Object.entries(await readLate(store, scope));
	const still = noted.filter(([, at]) => Date.parse(at) >= windowStart(now));
	if (still.length < noted.length)
		await store.writeSetting(lateKey(scope), still.length > 0 ? Object.fromEntries(still) : undefined);
	return new Set(still.map(([id]) => id));
}
