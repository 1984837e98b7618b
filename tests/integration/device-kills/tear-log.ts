import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Phone } from '../../e2e/phone';

/** LevelDB writes its log in blocks of so many bytes, each record behind a head. */
const BLOCK = 32_768;
const HEAD = 7;

/** Ends the log of a site's IndexedDB with the head of a record whose body never came. The browser must be off. */
export function tearLog({ profile }: Phone, url: string): void {
	const site = `http_127.0.0.1_${new URL(url).port}.indexeddb.leveldb`;
	const folder = join(profile, 'Default', 'IndexedDB', site);
	const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
	const log = join(folder, logs.sort().at(-1) ?? '');
	let left = BLOCK - (statSync(log).size % BLOCK);
	if (left < HEAD) {
		// No record begins in the last bytes of a block.
		appendFileSync(log, Buffer.alloc(left));
		left = BLOCK;
	}
	const head = Buffer.alloc(HEAD);
	head.writeUInt32LE(0x5eed5eed, 0);
	head.writeUInt16LE(Math.max(1, Math.min(2998, left - HEAD)), 4);
	head.writeUInt8(1, 6);
	appendFileSync(log, head);
}
