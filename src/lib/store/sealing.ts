/*
 * Sealing: how everything personal lies on the device (N8). AES-GCM-256 under the user's data key, which only an
 * unlocked vault hands out (src/lib/session/vault.ts). WebCrypto cannot be awaited inside an IndexedDB transaction:
 * seal before it, open after it.
 */

/** Version byte, 12 bytes of nonce, ciphertext and its 16 bytes of tag. */
export type Sealed = Uint8Array<ArrayBuffer>;

/**
 * Seals and opens. `place` says what the bytes belong to (`people-330102016001001/visit:01J…`, `draft:01J…`): it is
 * authenticated and not stored, so what was sealed for one place opens in no other.
 */
export interface Sealer {
	sealBytes(bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Sealed>;
	/** @throws {SealBrokenError} another key, another place, or damaged bytes */
	openBytes(sealed: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array<ArrayBuffer>>;
	/** Seals anything that JSON can hold. */
	seal(value: unknown, place: string): Promise<Sealed>;
	/** @throws {SealBrokenError} as `openBytes` */
	open(sealed: Uint8Array<ArrayBuffer>, place: string): Promise<unknown>;
	/** As `seal`, for a page of values at once. */
	sealAll(items: readonly { readonly value: unknown; readonly place: string }[]): Promise<Sealed[]>;
	/** As `open`, for a page at once; `undefined` for what does not open. */
	openAll(
		items: readonly { readonly sealed: Uint8Array<ArrayBuffer>; readonly place: string }[]
	): Promise<unknown[]>;
}

/** What was sealed does not open: another key, another place, or damage. */
export class SealBrokenError extends Error {
	override readonly name = 'SealBrokenError';
}

const VERSION = 1;
const NONCE = 12;
const HEAD = 1 + NONCE;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A fresh data key. `extractable` only for whoever wraps it at once and then forgets it: the vault. */
export const newDataKey = (extractable = false): Promise<CryptoKey> =>
	crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, extractable, ['encrypt', 'decrypt']);

/** @param key AES-GCM-256, for encrypting and decrypting; need not be extractable */
export function sealerOf(key: CryptoKey): Sealer {
	async function sealWith(bytes: Uint8Array<ArrayBuffer>, place: string, nonce: Uint8Array<ArrayBuffer>) {
		const additionalData = encoder.encode(place);
		const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, bytes);
		const whole = new Uint8Array(HEAD + sealed.byteLength);
		whole[0] = VERSION;
		whole.set(nonce, 1);
		whole.set(new Uint8Array(sealed), HEAD);
		return whole;
	}
	/** Rejects for what does not open; the browser says nothing but "OperationError", on purpose. */
	function decrypt(sealed: Uint8Array<ArrayBuffer>, place: string): Promise<ArrayBuffer> {
		const iv = sealed.subarray(1, HEAD);
		const additionalData = encoder.encode(place);
		return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed.subarray(HEAD));
	}
	async function openBytes(sealed: Uint8Array<ArrayBuffer>, place: string) {
		if (sealed[0] !== VERSION) throw new SealBrokenError(`sealed in an unknown way: ${sealed[0]}`);
		try {
			return new Uint8Array(await decrypt(sealed, place));
		} catch {
			throw new SealBrokenError(`does not open: ${place}`);
		}
	}
	const text = (value: unknown) => encoder.encode(JSON.stringify(value));
	return {
		sealBytes: (bytes, place) => sealWith(bytes, place, nonces(1)),
		openBytes,
		seal: (value, place) => sealWith(text(value), place, nonces(1)),
		open: async (sealed, place) => parse(await openBytes(sealed, place)),
		sealAll(items) {
			const all = nonces(items.length);
			return Promise.all(
				items.map(({ value, place }, i) =>
					sealWith(text(value), place, all.subarray(i * NONCE, (i + 1) * NONCE))
				)
			);
		},
		openAll: (items) =>
			// One promise a row: the three of `open` and its `catch` cost a page as much as its decryption.
			Promise.all(
				items.map(({ sealed, place }) =>
					sealed[0] === VERSION ? decrypt(sealed, place).then(parse, nothing) : undefined
				)
			)
	};
}

const parse = (text: BufferSource): unknown => JSON.parse(decoder.decode(text));
const nothing = () => undefined;

/** Random nonces for so many messages; the browser gives at most 64 KB of randomness a call. */
function nonces(count: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(count * NONCE);
	for (let from = 0; from < bytes.length; from += 65_532)
		crypto.getRandomValues(bytes.subarray(from, from + 65_532));
	return bytes;
}
