import type { Call } from './call';
import { type CouchError } from './errors';
import type { Json } from './json';

type Headers = Readonly<Record<string, string | number>>;

export function sendJson(call: Call, status: number, value: Json, headers: Headers = {}): void {
	const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
	call.response.writeHead(status, {
		'cache-control': 'must-revalidate',
		'content-type': 'application/json',
		'content-length': bytes.length,
		...headers
	});
	call.response.end(call.method === 'HEAD' ? undefined : bytes);
}

export function sendError(call: Call, { status, error, reason, headers }: CouchError): void {
	sendJson(call, status, { error, reason }, headers);
}

/** 304 when the client has this version already; true means: answered. */
export function sendNotModified(call: Call, etag: string): boolean {
	if (call.header('if-none-match') !== etag) return false;
	call.response.writeHead(304, { etag, 'content-length': 0 }).end();
	return true;
}

/** Writes and waits when the client reads slowly. @returns false when it has gone */
export async function write(call: Call, chunk: string | Buffer): Promise<boolean> {
	const { response } = call;
	if (response.destroyed) return false;
	if (response.write(chunk)) return true;
	await new Promise<void>((resolve) => {
		const done = () => {
			response.off('drain', done);
			response.off('close', done);
			resolve();
		};
		response.on('drain', done);
		response.on('close', done);
	});
	return !response.destroyed;
}

/** Pages of rows, each row JSON text; the server breathes between pages. */
export type Pages = AsyncIterable<readonly string[]>;

/**
 * Streams a listing of any length, one page in memory: `head`, the rows, and `tail` once all are out.
 * Nothing is sent before the first page is there, so that an error in it still becomes a proper answer.
 */
export async function sendRows(call: Call, head: string, pages: Pages, tail: () => string): Promise<void> {
	const start = () => {
		call.response.writeHead(200, { 'cache-control': 'must-revalidate', 'content-type': 'application/json' });
		return head;
	};
	let first = true;
	for await (const page of pages) {
		if (!page.length) continue;
		const lead = first ? start() : ',\n';
		first = false;
		if (call.method === 'HEAD') break;
		if (!(await write(call, lead + page.join(',\n')))) return;
	}
	const lead = first ? start() : '';
	call.response.end(call.method === 'HEAD' ? undefined : lead + tail());
}
