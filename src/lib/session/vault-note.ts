import { readNote, writeNote } from '../store/device-notes';
import type { PinKind } from './pin-rules';
import type { Wrap } from './wrap';

/**
 * What lies on the device of a user's data key: never the key, never the PIN. Its shape is for ever: a device may come
 * from any version.
 */
export interface VaultNote {
	readonly v: 1;
	/** Which field the unlock screen shows. */
	readonly kind: PinKind;
	/** The data key under the PIN. */
	readonly pin: Wrap;
	/** The data key under the recovery code. */
	readonly recovery: Wrap;
	/** The recovery code, sealed under the data key: what a community key is given later. */
	readonly sealedCode: Uint8Array<ArrayBuffer>;
	/** The recovery code, sealed for the community's managers; absent until their key has arrived. */
	readonly escrow?: Escrow;
}

export interface Escrow {
	/** Id of the community's recovery key. */
	readonly keyId: string;
	/** Its public half, so that a new code can be sealed for it without a network. */
	readonly publicKey: string;
	/** What only the private half opens. */
	readonly box: string;
}

const keyOf = (user: string) => `vault:${user}`;

/** @throws {DOMException} when the browser refuses its database */
export const readVault = async (user: string): Promise<VaultNote | undefined> =>
	(await readNote(keyOf(user))) as VaultNote | undefined;

/** Resolves when it lies on disk. */
export const writeVault = (user: string, note: VaultNote): Promise<void> => writeNote(keyOf(user), note);
