import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { compress, encodingFor } from './compression';
import { checkRequest, type Endpoint } from './fence';
import { headersToBrowser, headersToServer } from './headers';
import { Refusal } from './refusal';
import { bodyOf, dropBody } from './request-body';
import { SignIn } from './sign-in';
import { DEFAULT_SIGN_IN_LIMITS, type SignInLimits } from './sign-in-limit';
import { Upstream } from './upstream';

export interface GatewaySettings {
	/** Address of the database server, without credentials. */
	readonly url: string;
	/** Largest request body in bytes, after unpacking. Default 32 MB: four documents of the largest size. */
	readonly maxBody?: number;
	/** Milliseconds without a byte, in either direction, after which a request is cut off. Default 90 seconds. */
	readonly silence?: number;
	readonly signIn?: SignInLimits;
}

export interface Caller {
	/** Address of the browser, for the sign-in limit. */
	readonly address: string;
	/** Whether the browser came over TLS. */
	readonly secure: boolean;
}

const MAX_BODY = 32 * 1024 * 1024;
const MAX_SIGN_IN = 8 * 1024;
/** A photo of 1,600 pixels has a tenth of this. */
const MAX_PHOTO = 8 * 1024 * 1024;
const HEALTH_WAIT = 3_000;

/**
 * `/db/…`: the database server at the app's own origin. Streams both ways and never holds a whole body; compresses,
 * which CouchDB does not. Never throws: what goes wrong is answered as CouchDB's JSON.
 */
export class Gateway {
	readonly #upstream: Upstream;
	readonly #signIn: SignIn;
	readonly #maxBody: number;

	constructor(settings: GatewaySettings) {
		this.#upstream = new Upstream(settings.url, settings.silence);
		this.#signIn = new SignIn(this.#upstream, settings.signIn ?? DEFAULT_SIGN_IN_LIMITS);
		this.#maxBody = settings.maxBody ?? MAX_BODY;
	}

	/** @param path what follows `/db` in the address, still percent-encoded */
	async handle(request: Request, path: string, caller: Caller): Promise<Response> {
		try {
			return await this.#pass(request, path, caller);
		} catch (error) {
			dropBody(request, this.#maxBody);
			if (error instanceof Refusal) return error.toResponse();
			// The browser has gone: nobody reads this.
			if (request.signal.aborted) return new Refusal(499, 'closed', 'The client has gone.').toResponse();
			console.error('gateway:', error);
			return new Refusal(503, 'service_unavailable', 'The request could not be passed on.').toResponse();
		}
	}

	/** Whether the database server answers within a few seconds. */
	async answers(): Promise<boolean> {
		const signal = AbortSignal.timeout(HEALTH_WAIT);
		try {
			const answer = await this.#upstream.send({ method: 'GET', path: '/_up', headers: {}, signal });
			answer.resume();
			return answer.statusCode === 200;
		} catch {
			return false;
		}
	}

	close(): void {
		this.#upstream.close();
	}

	async #pass(request: Request, path: string, caller: Caller): Promise<Response> {
		const url = new URL(request.url);
		const endpoint = checkRequest(request.method, path, url.searchParams);
		checkSite(request);
		const answer = await this.#ask(request, path + url.search, endpoint, caller);
		return toResponse(answer, request, caller);
	}

	#ask(request: Request, path: string, endpoint: Endpoint, caller: Caller): Promise<IncomingMessage> {
		const { method, signal } = request;
		const headers = headersToServer(request.headers);
		const signingIn = endpoint === 'session' && method === 'POST';
		const most = signingIn ? MAX_SIGN_IN : endpoint === 'attachment' ? MAX_PHOTO : this.#maxBody;
		const body = bodyOf(request, Math.min(most, this.#maxBody));
		if (signingIn) return this.#signIn.send({ method, path, headers, body, signal }, caller.address);
		return this.#upstream.send({ method, path, headers, body, signal });
	}
}

/** SameSite=Lax keeps the cookie off other sites' writes; a browser that says where it comes from is believed, too. */
function checkSite(request: Request): void {
	const site = request.headers.get('sec-fetch-site');
	if (site === 'cross-site' || site === 'same-site') {
		throw new Refusal(403, 'forbidden', 'Requests from other sites are not accepted.');
	}
}

function toResponse(answer: IncomingMessage, request: Request, caller: Caller): Response {
	const status = answer.statusCode ?? 502;
	const encoding = encodingFor(request.headers.get('accept-encoding'), status, answer.headers);
	const headers = headersToBrowser(answer.headers, encoding !== undefined, caller.secure);
	// Whoever reads the body hears of its errors; before and without a reader they must not end the process.
	answer.on('error', () => {});
	if (request.method === 'HEAD' || status === 204 || status === 304) {
		answer.resume();
		return new Response(null, { status, headers });
	}
	if (!encoding) return new Response(webStream(answer), { status, headers });
	headers.set('content-encoding', encoding);
	return new Response(webStream(compress(answer, encoding)), { status, headers });
}

/**
 * Chunks only as the reader asks for them. `Readable.toWeb` reads ahead by thousands of chunks, which would put a slow
 * phone's whole first load into the server's memory.
 */
function webStream(source: Readable): ReadableStream<Uint8Array> {
	source.on('error', () => {});
	const chunks = source[Symbol.asyncIterator]();
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const { done, value } = await chunks.next();
				if (done) controller.close();
				else controller.enqueue(value as Uint8Array);
			},
			cancel() {
				source.destroy();
			}
		},
		{ highWaterMark: 0 }
	);
}
