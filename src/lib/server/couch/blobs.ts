import { createHash, randomUUID } from 'node:crypto';
import type { Database } from './database';
import { tooLarge } from './errors';

/** SQLite reads a value as a whole, so a blob lies in parts: nobody holds a photo in memory to send it. */
const PART = 256 * 1024;

export const digestOf = (bytes: Buffer) => `md5-${createHash('md5').update(bytes).digest('base64')}`;

function hasBlob(db: Database, digest: string): boolean {
	return db.get('SELECT 1 FROM blobs WHERE digest = ? AND part = 0', [digest]) !== undefined;
}

/** Inside `commit` only. */
export function putBlob(db: Database, bytes: Buffer): string {
	const digest = digestOf(bytes);
	if (hasBlob(db, digest)) return digest;
	for (let part = 0; part === 0 || part * PART < bytes.length; part++) {
		const data = bytes.subarray(part * PART, (part + 1) * PART);
		db.run('INSERT INTO blobs VALUES (?, ?, ?)', [digest, part, data]);
	}
	return digest;
}

/** The bytes of a blob from `start` to before `end`, part by part. */
export function* readBlob(db: Database, digest: string, start = 0, end = Infinity): Generator<Buffer> {
	for (let part = Math.floor(start / PART); part * PART < end; part++) {
		const row = db.get<{ data: Uint8Array }>('SELECT data FROM blobs WHERE digest = ? AND part = ?', [
			digest,
			part
		]);
		if (!row) return;
		const bytes = Buffer.from(row.data.buffer, row.data.byteOffset, row.data.byteLength);
		yield bytes.subarray(Math.max(0, start - part * PART), Math.max(0, end - part * PART));
	}
}

export function wholeBlob(db: Database, digest: string): Buffer {
	return Buffer.concat([...readBlob(db, digest)]);
}

/** A blob that came in by stream: in the file, but under a name that no document knows until it is settled. */
export interface Upload {
	readonly key: string;
	readonly digest: string;
	readonly length: number;
}

/** @param limit bytes; beyond it the upload is dropped with 413 */
export async function receiveBlob(db: Database, body: AsyncIterable<Buffer>, limit: number): Promise<Upload> {
	const key = `upload:${randomUUID()}`;
	const hash = createHash('md5');
	let length = 0;
	let part = 0;
	let held: Buffer[] = [];
	let heldBytes = 0;
	const write = (all: boolean) => {
		const bytes = Buffer.concat(held);
		let at = 0;
		for (; bytes.length - at >= PART || (all && (at < bytes.length || part === 0)); at += PART) {
			db.run('INSERT INTO blobs VALUES (?, ?, ?)', [key, part++, bytes.subarray(at, at + PART)]);
		}
		held = [bytes.subarray(at)];
		heldBytes = Math.max(0, bytes.length - at);
	};
	try {
		for await (const bytes of body) {
			length += bytes.length;
			if (length > limit) throw tooLarge();
			hash.update(bytes);
			held.push(bytes);
			heldBytes += bytes.length;
			if (heldBytes >= PART) write(false);
		}
		write(true);
	} catch (error) {
		if (db.isOpen) dropUpload(db, key);
		throw error;
	}
	return { key, digest: `md5-${hash.digest('base64')}`, length };
}

/** Gives an upload its digest as name. Inside `commit` only. */
export function settleUpload(db: Database, upload: Upload): void {
	if (hasBlob(db, upload.digest)) dropUpload(db, upload.key);
	else db.run('UPDATE blobs SET digest = ? WHERE digest = ?', [upload.digest, upload.key]);
}

export function dropUpload(db: Database, key: string): void {
	db.run('DELETE FROM blobs WHERE digest = ?', [key]);
}
