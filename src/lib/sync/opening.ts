import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { OPENED_SCOPES_KEY, openedKey, type Opened, type SyncPort } from './contract';

/*
 * What is not on this device comes when somebody looks at it, and leaves when nobody has looked for a while. A page
 * writes down what was looked at; the sync leader does the rest, in whatever tab it is, now or when there is a network.
 */

/** Entries older than this say nothing any more. */
const FORGOTTEN = 30 * 86_400_000;

async function note(store: Store, key: string, names: readonly string[]): Promise<void> {
	const now = Date.now();
	const before = Object.entries((await store.readSetting<Opened>(key)) ?? {});
	const recent = before.filter(([, at]) => now - Date.parse(at) < FORGOTTEN);
	const at = new Date(now).toISOString();
	await store.writeSetting(key, {
		...Object.fromEntries(recent),
		...Object.fromEntries(names.map((n) => [n, at]))
	});
}

/**
 * Brings everything that ever happened about these households, residents or places; it stays for a day after the last
 * look.
 */
export async function openHistory(
	store: Store,
	sync: SyncPort,
	scope: Scope,
	subjects: readonly string[]
): Promise<void> {
	await note(store, openedKey(scope), subjects);
	sync.now('opened');
}

/** Brings a grid onto a manager's device; it stays for seven days after the last look. */
export async function openGrid(store: Store, sync: SyncPort, scope: Scope): Promise<void> {
	await note(store, OPENED_SCOPES_KEY, [scope]);
	sync.now('opened');
}
