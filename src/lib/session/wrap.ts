import { deriveKey, type KeyDerivation } from './key-derivation';

/** A key, wrapped under a secret. */
export interface Wrap {
	readonly derivation: KeyDerivation;
	readonly nonce: Uint8Array<ArrayBuffer>;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @param purpose authenticated: a wrap for one user or purpose opens as no other */
export async function wrapBytes(
	raw: Uint8Array<ArrayBuffer>,
	secret: string,
	derivation: KeyDerivation,
	purpose: string
): Promise<Wrap> {
	const key = await deriveKey(secret, derivation);
	const nonce = crypto.getRandomValues(new Uint8Array(12));
	const additionalData = new TextEncoder().encode(purpose);
	const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, raw);
	return { derivation, nonce, bytes: new Uint8Array(sealed) };
}

/** The bytes, or nothing when the secret is not the right one. @throws when the key cannot be derived at all */
export async function unwrapBytes(
	{ derivation, nonce, bytes }: Wrap,
	secret: string,
	purpose: string
): Promise<Uint8Array<ArrayBuffer> | undefined> {
	const key = await deriveKey(secret, derivation);
	const additionalData = new TextEncoder().encode(purpose);
	return crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, bytes).then(
		(raw) => new Uint8Array(raw),
		() => undefined
	);
}
