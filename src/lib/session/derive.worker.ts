/// <reference lib="webworker" />
import { argon2id } from 'hash-wasm';
import type { DeriveAnswer, DeriveJob, GetReady } from './key-derivation';

self.onmessage = async ({ data }: MessageEvent<DeriveJob | GetReady>) => {
	// WebAssembly is compiled at its first use; if that fails, it fails again for whoever asks.
	if (data === 'getReady') return void derive(NOTHING).catch(() => undefined);
	try {
		self.postMessage({ bytes: new Uint8Array(await derive(data)) } satisfies DeriveAnswer);
	} catch (error) {
		self.postMessage({ failed: String(error) } satisfies DeriveAnswer);
	}
};

/** The smallest that Argon2id allows. */
const NOTHING: DeriveJob = {
	secret: new Uint8Array(1),
	derivation: { name: 'argon2id', memory: 8, passes: 1, salt: new Uint8Array(16) }
};

const derive = ({ secret, derivation }: DeriveJob): Promise<Uint8Array> =>
	argon2id({
		password: secret,
		salt: derivation.salt,
		memorySize: derivation.memory,
		iterations: derivation.passes,
		parallelism: 1,
		hashLength: 32,
		outputType: 'binary'
	});
