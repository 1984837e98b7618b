import { createBrotliCompress, createGzip, constants, type BrotliCompress, type Gzip } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';
import { Transform, type Readable } from 'node:stream';

export type Encoding = 'br' | 'gzip';

/** Shorter bodies gain nothing. */
const WORTHWHILE = 1024;
const TEXT = /^(?:application\/json|text\/)/;

/** Milliseconds without a new chunk after which what is there is sent: a line of `_changes` must not wait for the next. */
const QUIET = 10;

/** The encoding for an answer, by what the client takes and what the body is; undefined: as it is. */
export function encodingFor(
	accepted: string | null,
	status: number,
	headers: IncomingHttpHeaders
): Encoding | undefined {
	if (status === 204 || status === 206 || status === 304 || headers['content-encoding']) return undefined;
	if (!TEXT.test(headers['content-type'] ?? '')) return undefined;
	const length = headers['content-length'];
	if (length !== undefined && Number(length) < WORTHWHILE) return undefined;
	const taken = acceptedEncodings(accepted);
	return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : undefined;
}

function acceptedEncodings(header: string | null): Set<string> {
	const encodings = (header ?? '').toLowerCase().split(',');
	const wanted = encodings.filter((encoding) => !/;\s*q=0(?:\.0*)?\s*$/.test(encoding));
	return new Set(wanted.map((encoding) => encoding.split(';')[0]?.trim() ?? ''));
}

/** Adds compression to a stream of unknown length. Ending or breaking either end ends the other. */
export function compress(body: Readable, encoding: Encoding): Readable {
	const encoder = encoding === 'br' ? brotli() : createGzip({ level: 5 });
	body.on('error', (error) => encoder.destroy(error));
	encoder.on('close', () => body.destroy());
	const feed = flushWhenQuiet(encoder);
	body.pipe(feed).pipe(encoder);
	return encoder;
}

/** Quality 4 costs less time than the line saves; the small window keeps a hundred streams at once in a few MB each. */
const brotli = () =>
	createBrotliCompress({
		params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 20 }
	});

function flushWhenQuiet(encoder: BrotliCompress | Gzip): Transform {
	let timer: NodeJS.Timeout | undefined;
	const flush = () => {
		if (!encoder.destroyed && !encoder.writableEnded) encoder.flush();
	};
	encoder.on('close', () => clearTimeout(timer));
	return new Transform({
		transform(chunk, _encoding, done) {
			clearTimeout(timer);
			timer = setTimeout(flush, QUIET);
			done(null, chunk);
		},
		flush(done) {
			clearTimeout(timer);
			done();
		}
	});
}
