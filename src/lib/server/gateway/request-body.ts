import { Readable, Transform } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { Refusal } from './refusal';

/**
 * The body of a request as a stream: unpacked when it came as gzip, and ended with a `Refusal` 413 when it grows past
 * the limit, counted after unpacking, so that a small compressed bomb stays a small harm.
 * @param most bytes
 * @throws {Refusal} 413 when the announced length is over the limit already, 415 for an encoding other than gzip
 */
export function bodyOf(request: Request, most: number): Readable | undefined {
	if (!request.body) return undefined;
	if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most);
	const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity';
	if (encoding !== 'identity' && encoding !== 'gzip') {
		throw new Refusal(415, 'bad_content_encoding', 'Only gzip is accepted.');
	}
	const source = fromWeb(request.body);
	const limited = limit(most);
	source.on('error', (error) => limited.destroy(error));
	limited.on('close', () => drain(source, most));
	if (encoding === 'identity') return source.pipe(limited);
	const gunzip = createGunzip();
	gunzip.on('error', () => limited.destroy(new Refusal(400, 'bad_request', 'The body is not valid gzip.')));
	limited.on('close', () => gunzip.destroy());
	return source.pipe(gunzip).pipe(limited);
}

/** A whole small body: a sign-in, a question. */
export async function wholeBody(body: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of body) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function limit(most: number): Transform {
	let size = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length;
			if (size > most) done(tooLarge(most));
			else done(null, chunk);
		}
	});
}

/**
 * Reads on and forgets what comes after a refusal: breaking the source would close the connection before the client
 * has read why, and leaving it would hold the connection for the next request. A sender who does not stop is cut off.
 */
function drain(source: Readable, most: number): void {
	if (source.readableEnded || source.destroyed) return;
	let size = 0;
	source.unpipe();
	source.on('error', () => {});
	source.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > most) source.destroy();
	});
	source.resume();
}

/** The same for a request that was refused before anybody looked at its body. */
export function dropBody(request: Request, most: number): void {
	if (request.body && !request.bodyUsed && !request.body.locked) drain(fromWeb(request.body), most);
}

const fromWeb = (body: ReadableStream) => Readable.fromWeb(body as NodeReadableStream);

const tooLarge = (most: number) =>
	new Refusal(413, 'too_large', `the request entity is too large: the limit is ${most} bytes`);
