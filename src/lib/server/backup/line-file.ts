import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline as callbackPipeline } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** What a file was when it was written; anything else later is not our file. */
export interface FileFacts {
	/** Of the compressed file. */
	readonly bytes: number;
	/** SHA-256 of the compressed file, hex. */
	readonly sha256: string;
}

/** Writes lines as gzip. The file has its name only when it is complete and on the disk. */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<FileFacts> {
	const draft = `${file}.tmp`;
	try {
		// Password hashes and people's data: for this user of the machine only.
		await pipeline(lines, createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }));
		const facts = await factsOf(draft);
		await rename(draft, file);
		return facts;
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}

export async function factsOf(file: string): Promise<FileFacts> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
		hash.update(chunk);
		bytes += chunk.length;
	}
	return { bytes, sha256: hash.digest('hex') };
}

/** The lines that {@link writeLines} wrote, without their ends. */
export async function* readLines(file: string): AsyncGenerator<string> {
	const text = createGunzip().setEncoding('utf8');
	callbackPipeline(createReadStream(file), text, () => {
		// An error of either ends the loop below, which throws it.
	});
	// Parts of one line are joined once: a photo is a line of megabytes that comes in hundreds of chunks.
	let parts: string[] = [];
	for await (const chunk of text as AsyncIterable<string>) {
		const [first = '', ...others] = chunk.split('\n');
		parts.push(first);
		for (const other of others) {
			yield parts.join('');
			parts = [other];
		}
	}
	const last = parts.join('');
	if (last !== '') yield last;
}
