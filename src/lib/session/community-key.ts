import { PBKDF2, withSalt } from './key-derivation';
import { randomCode, normalCode } from './recovery-code';
import type { RecoveryKey } from './recovery-key';
import { unwrapBytes, wrapBytes } from './wrap';

/*
 * The community's recovery key: an ECDH P-256 pair. The public half lies on every device; the private half lies beside
 * it, wrapped under a code that a manager wrote down and that is stored nowhere.
 */
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const POINT = 65;
const PURPOSE = 'linli-community-key';
/** 120 random bits, so that all staff may hold the wrapped half. */
const CODE_LENGTH = 24;

export type KeyHalves = Pick<RecoveryKey, 'publicKey' | 'privateKey'>;

/** A new pair, and the code that opens its private half: to be written down now, for it is stored nowhere. */
export async function newCommunityKey(): Promise<{ readonly halves: KeyHalves; readonly code: string }> {
	const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
	const code = randomCode(CODE_LENGTH);
	const raw = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
	const { derivation, nonce, bytes } = await wrapBytes(raw, code, withSalt(PBKDF2), PURPOSE);
	raw.fill(0);
	const publicKey = toText(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
	return {
		code,
		halves: {
			publicKey,
			privateKey: {
				rounds: PBKDF2.rounds,
				salt: toText(derivation.salt),
				nonce: toText(nonce),
				bytes: toText(bytes)
			}
		}
	};
}

/** Seals a text so that only the private half opens it. @param user authenticated: whose code it is */
export async function sealForKey(publicKey: string, text: string, user: string): Promise<string> {
	const theirs = await crypto.subtle.importKey('raw', fromText(publicKey), CURVE, false, []);
	const once = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
	const point = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey));
	const key = await agreedKey(once.privateKey, theirs, 'encrypt');
	const box = await crypto.subtle.encrypt(boxed(user), key, new TextEncoder().encode(text));
	return toText(new Uint8Array([...point, ...new Uint8Array(box)]));
}

/** The text of a box; nothing when the code is wrong or the box is for another key or user. */
export async function openBox(
	{ privateKey }: KeyHalves,
	code: string,
	box: string,
	user: string
): Promise<string | undefined> {
	try {
		const bytes = fromText(box);
		const { rounds, salt, nonce } = privateKey;
		const wrap = {
			derivation: { name: 'pbkdf2-sha256', rounds, salt: fromText(salt) },
			nonce: fromText(nonce),
			bytes: fromText(privateKey.bytes)
		} as const;
		const raw = await unwrapBytes(wrap, normalCode(code), PURPOSE);
		if (!raw) return undefined;
		const ours = await crypto.subtle.importKey('pkcs8', raw, CURVE, false, ['deriveBits']);
		raw.fill(0);
		const theirs = await crypto.subtle.importKey('raw', bytes.slice(0, POINT), CURVE, false, []);
		const key = await agreedKey(ours, theirs, 'decrypt');
		return new TextDecoder().decode(await crypto.subtle.decrypt(boxed(user), key, bytes.slice(POINT)));
	} catch {
		return undefined;
	}
}

/** The nonce may be fixed: a key is agreed upon once and seals one text. */
const boxed = (user: string) => ({
	name: 'AES-GCM',
	iv: new Uint8Array(12),
	additionalData: new TextEncoder().encode(`${PURPOSE}/${user}`)
});

async function agreedKey(ours: CryptoKey, theirs: CryptoKey, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
	const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours, 256);
	const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	const info = new TextEncoder().encode(PURPOSE);
	return crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
		material,
		{ name: 'AES-GCM', length: 256 },
		false,
		[use]
	);
}

/** Base64 for addresses: no `+`, no `/`, no `=`. */
const toText = (bytes: Uint8Array): string =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');

const fromText = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
