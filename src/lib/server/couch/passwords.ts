import { createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** OWASP's figure for PBKDF2-HMAC-SHA256, and CouchDB 3.4's. */
export const ITERATIONS = 600_000;
/** An account with more would let anybody who knows its name keep the processor busy. */
const MAX_ITERATIONS = 5_000_000;

/** CouchDB's members of a user document that hold a password. */
export interface PasswordHash {
	readonly password_scheme: 'pbkdf2';
	readonly pbkdf2_prf: 'sha256' | 'sha' | 'sha1';
	readonly salt: string;
	readonly iterations: number;
	readonly derived_key: string;
}

export async function hashPassword(password: string): Promise<PasswordHash> {
	const salt = randomBytes(16).toString('hex');
	const key = await derive(password, salt, ITERATIONS, 32, 'sha256');
	return {
		password_scheme: 'pbkdf2',
		pbkdf2_prf: 'sha256',
		salt,
		iterations: ITERATIONS,
		derived_key: key.toString('hex')
	};
}

/** Takes as long for an account that does not exist (`hash` undefined) as for one that does. */
export async function isPassword(password: string, hash: PasswordHash | undefined): Promise<boolean> {
	const usable = hash && hash.iterations <= MAX_ITERATIONS ? hash : undefined;
	const { salt, iterations } = usable ?? { salt: 'nobody', iterations: ITERATIONS };
	const length = usable ? usable.derived_key.length / 2 : 32;
	const digest = usable && usable.pbkdf2_prf !== 'sha256' ? 'sha1' : 'sha256';
	const key = await derive(password, salt, iterations, length, digest);
	return usable !== undefined && isSame(key, Buffer.from(usable.derived_key, 'hex'));
}

export function isSame(a: Buffer, b: Buffer): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}

export const keyed = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest();
