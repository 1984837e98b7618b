import {
	Agent as HttpAgent,
	request as httpRequest,
	type IncomingMessage,
	type OutgoingHttpHeaders
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { Refusal } from './refusal';

export interface UpstreamRequest {
	readonly method: string;
	/** Path and query as CouchDB sees them: `/people-330102016001002/_all_docs?limit=1`. */
	readonly path: string;
	readonly headers: OutgoingHttpHeaders;
	readonly body?: Readable | Buffer;
	/** Ends the request when the browser has gone. */
	readonly signal: AbortSignal;
}

/** Milliseconds without a byte in either direction after which the database server counts as gone. */
const SILENCE = 90_000;
/** Connections left open rest this long; CouchDB and proxies close idle ones later than this. */
const REST = 4_000;

/** The database server, over connections that are kept open. */
export class Upstream {
	readonly #base: URL;
	readonly #agent: HttpAgent;
	readonly #request: typeof httpRequest;

	/**
	 * @param url of the server, without credentials: everybody who comes this way speaks for himself
	 * @param silence milliseconds after which a request without progress is given up
	 */
	constructor(
		url: string,
		private readonly silence: number = SILENCE
	) {
		this.#base = new URL(url);
		const secure = this.#base.protocol === 'https:';
		this.#agent = new (secure ? HttpsAgent : HttpAgent)({
			keepAlive: true,
			timeout: REST,
			maxFreeSockets: 16
		});
		this.#request = secure ? httpsRequest : httpRequest;
	}

	/**
	 * Resolves with the answer's head; its body streams.
	 * @throws {Refusal} 503 when the server cannot be reached, 504 when it stays silent, or what the body threw
	 */
	async send(request: UpstreamRequest): Promise<IncomingMessage> {
		try {
			return await this.#once(request);
		} catch (error) {
			// The server closed a resting connection just as it was taken up again; nothing was read yet.
			if (!(error instanceof StaleConnection) || request.body) throw asRefusal(error);
			return await this.#once(request).catch((again: unknown) => {
				throw asRefusal(again);
			});
		}
	}

	close(): void {
		this.#agent.destroy();
	}

	#once({ method, path, headers, body, signal }: UpstreamRequest): Promise<IncomingMessage> {
		return new Promise((resolve, reject) => {
			const { protocol, hostname, port, pathname } = this.#base;
			const request = this.#request({
				protocol,
				hostname: hostname.replace(/^\[|\]$/g, ''),
				port,
				path: pathname.replace(/\/$/, '') + path,
				method,
				headers,
				agent: this.#agent,
				signal
			});
			request.setTimeout(this.silence, () => request.destroy(silent()));
			request.on('response', resolve);
			request.on('error', (error: NodeJS.ErrnoException) => {
				const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
				reject(stale ? new StaleConnection(error.message) : error);
			});
			if (!body || Buffer.isBuffer(body)) {
				request.end(body);
				return;
			}
			// Not `pipeline`: it would end the body's source as well, and with it the browser's connection.
			body.on('error', (error) => request.destroy(error));
			request.on('close', () => body.destroy());
			body.pipe(request);
		});
	}
}

class StaleConnection extends Error {}

const silent = () => new Refusal(504, 'timeout', 'The database server did not answer in time.');

function asRefusal(error: unknown): Error {
	if (error instanceof Refusal) return error;
	if (error instanceof Error && error.name === 'AbortError') return error;
	return new Refusal(503, 'service_unavailable', 'The database server cannot be reached.', {
		'retry-after': '5'
	});
}
