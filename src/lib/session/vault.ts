import { sealerOf } from '../store/sealing';
import { sealForKey } from './community-key';
import { ARGON2ID, PBKDF2, PBKDF2_FOR_CODES, outdated, withSalt, type KeyDerivation } from './key-derivation';
import type { PinKind } from './pin-rules';
import { normalCode, randomCode } from './recovery-code';
import { countTry, forgetTries, readTries } from './tries';
import { readVault, writeVault, type Escrow, type VaultNote } from './vault-note';
import { unwrapBytes, wrapBytes, type Wrap } from './wrap';

/*
 * The vault: a random data key a user and device, wrapped under the PIN and under a recovery code. Needs no network.
 * Nothing in here deletes a record, a wrap or a key: a forgotten PIN costs time, not work (N2).
 */

/** The data key, not extractable; or why not. `wait`: milliseconds until the next try. `none`: no PIN was ever set. */
export type UnlockResult =
	| { readonly ok: true; readonly key: CryptoKey }
	| { readonly ok: false; readonly reason: 'wrong'; readonly wait: number; readonly wrong: number }
	| { readonly ok: false; readonly reason: 'wait'; readonly wait: number }
	| { readonly ok: false; readonly reason: 'none' };

/** 80 random bits: sixteen characters over the telephone. */
const CODE_LENGTH = 16;
const SEALED_CODE = 'recovery-code';
const purpose = (user: string, what: 'pin' | 'recovery') => `linli-vault/${what}/${user}`;

/** One at a time, over all tabs: a second tab buys no second try. */
const alone = <T>(user: string, work: () => Promise<T>): Promise<T> =>
	navigator.locks.request(`linli-vault-${user}`, work) as Promise<T>;

/**
 * Makes the vault of a user who has none on this device, and opens it.
 * @throws {Error} when there is one: another tab was quicker, and a second key would lock the first one's records away
 */
export function createVault(user: string, pin: string, kind: PinKind): Promise<CryptoKey> {
	return alone(user, async () => {
		if (await readVault(user)) throw new Error('this user has a vault');
		const raw = crypto.getRandomValues(new Uint8Array(32));
		return writeKey(user, raw, pin, kind);
	});
}

/** Opens the vault with the PIN. */
export const unlockVault = (user: string, pin: string): Promise<UnlockResult> =>
	tryWrap(user, pin, 'pin', async (note, raw, key) => {
		if (outdated(note.pin.derivation))
			await writeVault(user, { ...note, pin: await wrapUnderPin(user, raw, pin) });
		return key;
	});

/** Another PIN for the same key; the old one must be right. What was sealed stays as it is. */
export const changePin = (user: string, old: string, pin: string, kind: PinKind): Promise<UnlockResult> =>
	tryWrap(user, old, 'pin', async (note, raw, key) => {
		await writeVault(user, { ...note, kind, pin: await wrapUnderPin(user, raw, pin) });
		return key;
	});

/** A new PIN by the recovery code that a manager has read out. The code is used up: a new one takes its place. */
export const recoverVault = (user: string, code: string, pin: string, kind: PinKind): Promise<UnlockResult> =>
	tryWrap(user, normalCode(code), 'recovery', (note, raw) => writeKey(user, raw, pin, kind, note.escrow));

/** Seals the recovery code for the community's key, once. The vault must be open. */
export async function depositCode(
	user: string,
	key: CryptoKey,
	to: Pick<Escrow, 'keyId' | 'publicKey'>
): Promise<void> {
	await alone(user, async () => {
		const note = await readVault(user);
		if (!note || note.escrow?.keyId === to.keyId) return;
		const code = String(await sealerOf(key).open(note.sealedCode, SEALED_CODE));
		const box = await sealForKey(to.publicKey, code, user);
		await writeVault(user, { ...note, escrow: { ...to, box } });
	});
}

async function tryWrap(
	user: string,
	secret: string,
	which: 'pin' | 'recovery',
	opened: (note: VaultNote, raw: Uint8Array<ArrayBuffer>, key: CryptoKey) => Promise<CryptoKey>
): Promise<UnlockResult> {
	return alone(user, async () => {
		const [note, before] = await Promise.all([readVault(user), readTries(user)]);
		if (!note) return { ok: false, reason: 'none' };
		if (before.wait > 0) return { ok: false, reason: 'wait', wait: before.wait };
		// Counted on disk before anybody learns whether it was the right one.
		const [{ wrong, wait }, raw] = await Promise.all([
			countTry(user),
			unwrapBytes(note[which], secret, purpose(user, which))
		]);
		if (!raw) return { ok: false, reason: 'wrong', wait, wrong };
		try {
			const key = await opened(note, raw, await importKey(raw));
			// Lost with a kill, it leaves one wrong try counted, and the next right one forgets it.
			forgetTries(user).catch(() => undefined);
			return { ok: true, key };
		} finally {
			raw.fill(0);
		}
	});
}

/** Wraps the raw key under a PIN and a fresh code; forgets the raw bytes. */
async function writeKey(
	user: string,
	raw: Uint8Array<ArrayBuffer>,
	pin: string,
	kind: PinKind,
	to?: Pick<Escrow, 'keyId' | 'publicKey'>
): Promise<CryptoKey> {
	const key = await importKey(raw);
	const code = randomCode(CODE_LENGTH);
	const underCode = wrapBytes(raw, code, withSalt(PBKDF2_FOR_CODES), purpose(user, 'recovery'));
	const note: VaultNote = {
		v: 1,
		kind,
		pin: await wrapUnderPin(user, raw, pin),
		recovery: await underCode,
		sealedCode: await sealerOf(key).seal(code, SEALED_CODE),
		...(to && { escrow: { ...to, box: await sealForKey(to.publicKey, code, user) } })
	};
	raw.fill(0);
	await writeVault(user, note);
	return key;
}

async function wrapUnderPin(user: string, raw: Uint8Array<ArrayBuffer>, pin: string): Promise<Wrap> {
	const wrap = (derivation: KeyDerivation) => wrapBytes(raw, pin, derivation, purpose(user, 'pin'));
	try {
		return await wrap(withSalt(ARGON2ID));
	} catch {
		// No WebAssembly, or too little memory for it.
		return wrap(withSalt(PBKDF2));
	}
}

const importKey = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
	crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
