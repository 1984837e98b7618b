import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { CouchError, badRequest, tooLarge } from './errors';
import { isObject, parseJson, type Json, type JsonObject } from './json';
import { Query } from './query';

/** Bytes of a JSON request, after decompression: ten times the largest batch a device sends. */
export const MAX_BODY = 32 * 1024 * 1024;

/** One request with its response, read by CouchDB's rules. */
export class Call {
	readonly method: string;
	/** Decoded segments: `['db', 'doc', 'attachment']`. */
	readonly path: readonly string[];
	readonly query: Query;

	constructor(
		readonly request: IncomingMessage,
		readonly response: ServerResponse
	) {
		this.method = request.method ?? 'GET';
		const url = request.url ?? '/';
		const mark = url.indexOf('?');
		this.path = segments(mark < 0 ? url : url.slice(0, mark));
		this.query = new Query(mark < 0 ? '' : url.slice(mark + 1));
	}

	get isRead(): boolean {
		return this.method === 'GET' || this.method === 'HEAD';
	}

	header(name: string): string | undefined {
		const value = this.request.headers[name];
		return Array.isArray(value) ? value.join(', ') : value;
	}

	/** Whether the client takes a multipart answer; CouchDB takes a missing `Accept` for yes. */
	accepts(type: string): boolean {
		const accept = this.header('accept') ?? '*/*';
		return accept.includes(type) || accept.includes('*/*');
	}

	/**
	 * The body's bytes as they come, decompressed.
	 * @throws CouchError 413 beyond `limit` bytes, 415 for an unknown encoding, 400 for what is no gzip
	 */
	async *bytes(limit: number): AsyncGenerator<Buffer> {
		const encoding = this.header('content-encoding')?.toLowerCase() ?? 'identity';
		if (encoding !== 'identity' && encoding !== 'gzip') {
			const reason = `${encoding} is not a supported content encoding.`;
			throw new CouchError(415, 'bad_content_type', reason);
		}
		if (encoding === 'identity' && Number(this.header('content-length') ?? 0) > limit) throw tooLarge();
		let total = 0;
		try {
			const source = encoding === 'gzip' ? this.request.pipe(createGunzip()) : this.request;
			for await (const chunk of source) {
				total += chunk.length;
				if (total > limit) throw tooLarge();
				yield chunk;
			}
		} catch (error) {
			if (error instanceof CouchError) throw error;
			// a body that ended early, or is no gzip
			throw badRequest(
				encoding === 'gzip' ? 'Request body is not properly gzipped.' : 'The body is incomplete.'
			);
		}
	}

	async body(limit = MAX_BODY): Promise<Buffer> {
		const chunks: Buffer[] = [];
		for await (const chunk of this.bytes(limit)) chunks.push(chunk);
		return Buffer.concat(chunks);
	}

	async json(limit = MAX_BODY): Promise<Json> {
		return parseJson(await this.body(limit));
	}

	/** The body of a POST that CouchDB wants as JSON: also keeps a foreign page's form from posting. */
	async posted(): Promise<JsonObject> {
		this.requireJsonType();
		const value = await this.json();
		if (!isObject(value)) throw badRequest('Request body must be a JSON object');
		return value;
	}

	requireJsonType(): void {
		if (/^application\/json\b/i.test(this.header('content-type') ?? '')) return;
		throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
	}
}

function segments(path: string): string[] {
	const parts = path.split('/').slice(1);
	while (parts.length && parts[parts.length - 1] === '') parts.pop();
	try {
		// CouchDB's `decode_plus_to_space`; a database's name keeps its plus
		return parts.map((part, at) => decodeURIComponent(at === 0 ? part : part.replaceAll('+', ' ')));
	} catch {
		throw badRequest('invalid_url_encoding');
	}
}
