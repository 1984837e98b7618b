/*
 * From what a person can remember to a key. Argon2id is WebAssembly, in a worker of its own: a script loaded by a worker
 * answers to its own headers, so the page's strict CSP stays as it is. docs/adr/0010 says what was measured.
 */

/** How a secret becomes a key. Kept beside each wrap, so that the costs can rise later. */
export type KeyDerivation =
	| {
			readonly name: 'argon2id';
			/** Memory in KiB. */
			readonly memory: number;
			readonly passes: number;
			readonly salt: Uint8Array<ArrayBuffer>;
	  }
	| { readonly name: 'pbkdf2-sha256'; readonly rounds: number; readonly salt: Uint8Array<ArrayBuffer> };

/** Today's cost of trying one PIN: 19 MiB and 2 passes are OWASP's least for Argon2id with one lane. */
export const ARGON2ID = { name: 'argon2id', memory: 19 * 1024, passes: 3 } as const;
/** Where WebAssembly is missing. */
export const PBKDF2 = { name: 'pbkdf2-sha256', rounds: 600_000 } as const;
/** For codes of 80 random bits and more: nobody guesses those, so their cost only keeps fools out. */
export const PBKDF2_FOR_CODES = { name: 'pbkdf2-sha256', rounds: 100_000 } as const;

export const withSalt = <D extends object>(cost: D): D & { salt: Uint8Array<ArrayBuffer> } => ({
	...cost,
	salt: crypto.getRandomValues(new Uint8Array(16))
});

/** True when today's cost is above this one: the next unlock wraps the key anew. */
export const outdated = (derivation: KeyDerivation): boolean =>
	derivation.name === 'argon2id'
		? derivation.memory < ARGON2ID.memory || derivation.passes < ARGON2ID.passes
		: derivation.rounds < PBKDF2.rounds;

/** What the worker is told while there is nothing to derive yet. */
export type GetReady = 'getReady';

/** What the worker is asked. */
export interface DeriveJob {
	readonly secret: Uint8Array<ArrayBuffer>;
	readonly derivation: Extract<KeyDerivation, { name: 'argon2id' }>;
}
export type DeriveAnswer = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly failed: string };

/** A key that wraps and unwraps nothing but keys; never extractable. @throws when WebAssembly is refused */
export async function deriveKey(secret: string, derivation: KeyDerivation): Promise<CryptoKey> {
	// The same characters typed on another keyboard are the same secret.
	const bytes = new TextEncoder().encode(secret.normalize('NFKC'));
	if (derivation.name === 'argon2id') {
		const derived = await argon2id({ secret: bytes, derivation });
		return crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt', 'decrypt']);
	}
	const material = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
	return crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt: derivation.salt, iterations: derivation.rounds },
		material,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt', 'decrypt']
	);
}

/** Started, its code compiled, for the next derivation. */
let ready: Worker | undefined;

/** While the PIN is typed: starts the worker that will derive the key. It knows nothing until it is asked. */
export function prepareDerivation(): void {
	if (ready) return;
	const worker = newWorker();
	ready = worker;
	worker.onerror = () => {
		if (ready === worker) ready = undefined;
	};
	worker.postMessage('getReady' satisfies GetReady);
}

/** A worker for one derivation: its memory goes back at once, and with it everything about the secret. */
function argon2id(job: DeriveJob): Promise<Uint8Array<ArrayBuffer>> {
	const worker = ready ?? newWorker();
	ready = undefined;
	const answer = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<DeriveAnswer>) =>
			'bytes' in data ? resolve(data.bytes) : reject(new Error(data.failed));
		worker.onerror = () => reject(new Error('the worker for keys did not start'));
		worker.postMessage(job);
	});
	return answer.finally(() => worker.terminate());
}

const newWorker = () =>
	new Worker(new URL('./derive.worker.ts', import.meta.url), { type: 'module', name: 'derive' });
