import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { scopeStateKey, type ScopeState } from '../sync/contract';
import { newestRecoveryKey } from './code-escrow';

/**
 * Whether this community has no recovery key: a PIN that somebody forgets then keeps a device closed for good. Known
 * only when everything that the community published lies on this device.
 */
export async function lacksRecoveryKey(store: Store, community: Scope): Promise<boolean> {
	const state = await store.readSetting<ScopeState>(scopeStateKey(community));
	return state?.firstLoad.complete === true && !(await newestRecoveryKey(store));
}
