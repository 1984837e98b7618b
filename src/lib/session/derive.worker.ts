/// <reference lib="webworker" />
import { argon2id } from 'hash-wasm';
import type { DeriveAnswer, DeriveJob } from './key-derivation';

self.onmessage = async ({ data: { secret, derivation } }: MessageEvent<DeriveJob>) => {
	try {
		const bytes = await argon2id({
			password: secret,
			salt: derivation.salt,
			memorySize: derivation.memory,
			iterations: derivation.passes,
			parallelism: 1,
			hashLength: 32,
			outputType: 'binary'
		});
		self.postMessage({ bytes: new Uint8Array(bytes) } satisfies DeriveAnswer);
	} catch (error) {
		self.postMessage({ failed: String(error) } satisfies DeriveAnswer);
	}
};
