import type { Store, Subscription } from '../store/contract';
import type { RecoveryKey } from './recovery-key';
import { recoveryKeyType } from './recovery-key';
import { depositCode } from './vault';

/** The newest recovery key of the community: later ids are later keys. */
export async function newestRecoveryKey(store: Store): Promise<RecoveryKey | undefined> {
	const keys = await store.find<RecoveryKey>({ type: recoveryKeyType.type });
	return keys.at(-1)?.record;
}

/**
 * While the device is unlocked: as soon as the community's key arrives, now or with a later sync, the recovery code is
 * sealed for it. Until then nobody but the user can open this device.
 */
export const keepCodeDeposited = (store: Store, user: string, key: CryptoKey): Subscription =>
	store.watch(
		newestRecoveryKey,
		(newest) => {
			if (!newest) return;
			depositCode(user, key, { keyId: newest._id, publicKey: newest.publicKey }).catch((error: unknown) =>
				console.warn('recovery code not deposited', error)
			);
		},
		(error) => console.warn('recovery key not read', error)
	);
