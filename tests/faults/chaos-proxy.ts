import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import type { Gateway } from '../../src/lib/server/gateway/gateway';

/** What happens to one request on its way: before it reaches the database, or after that has committed. */
export interface Fault {
	/** Whose requests; everybody's when left out. */
	readonly device?: string;
	/** Part of `METHOD /db/…`. */
	readonly match: string;
	/**
	 * `truncate`: half of the answer's body, then the line is cut. `stall…`: no answer ever, and {@link ChaosProxy.reached}
	 * tells. `tell`: nothing but that. `page`: a hotel's sign-in page instead of the server's answer.
	 */
	readonly kind:
		'cut' | 'cutAfterCommit' | 'truncate' | 'stall' | 'stallAfterCommit' | 'tell' | 'status' | 'page';
	readonly status?: number;
	times: number;
}

/** A request that reached the gateway. */
export interface Passed {
	readonly method: string;
	/** As CouchDB sees it. */
	readonly path: string;
	readonly status: number;
}

/** Signs a device's user in and answers the session cookie; undefined while the device is signed out. */
export type CookieOf = (device: string) => Promise<string | undefined>;

/** The line between devices and the gateway, with everything that can happen to a line. */
export class ChaosProxy {
	#faults: Fault[] = [];
	#log: Passed[] = [];
	#reached: (() => void)[] = [];
	/** Faults that struck, by kind, or by the status that was answered. */
	readonly struck: Record<string, number> = {};

	/** Faults are used up one by one, oldest first. */
	add(fault: Fault): void {
		this.#faults.push({ ...fault });
	}

	/** Ends the faults of one device, or all of them. */
	calm(device?: string): void {
		this.#faults = device === undefined ? [] : this.#faults.filter((fault) => fault.device !== device);
		this.#tellReached();
	}

	/** Resolves when a stalling or telling fault strikes, or when everything is calmed. */
	reached(): Promise<void> {
		return new Promise((resolve) => this.#reached.push(resolve));
	}

	/** Requests that reached the gateway since the last call. */
	takeLog(): Passed[] {
		return this.#log.splice(0);
	}

	/**
	 * @param path what the gateway is asked for: `/db/people-330102016001002/_changes`
	 * @param device whose request it is; its cookie is put in the place of the browser's
	 */
	async pass(
		incoming: IncomingMessage,
		response: ServerResponse,
		{ gateway, path, device, cookie }: Passage
	): Promise<void> {
		const fault = this.#take(`${incoming.method} ${path}`, device);
		const kind = fault?.kind;
		if (!gateway || kind === 'cut') return void response.destroy();
		if (kind === 'stall') return this.#tellReached();
		if (kind === 'status') return refuse(incoming, response, fault?.status ?? 500);
		if (kind === 'page') return hotel(incoming, response);

		incoming.url = path;
		if (device !== undefined) incoming.headers.cookie = cookie ?? '';
		// Packing answers takes the server longer than all the rest, and no fault depends on it.
		if (device !== undefined) delete incoming.headers['accept-encoding'];
		const request = await getRequest({ request: incoming, base: 'http://test', bodySizeLimit: Infinity });
		const asked = new URL(request.url).pathname.slice('/db'.length);
		const answer = await gateway.handle(request, asked, { address: '127.0.0.1', secure: false });
		this.#log.push({ method: request.method, path: path.slice('/db'.length), status: answer.status });
		if (kind === 'cutAfterCommit' || kind === 'stallAfterCommit') {
			await answer.arrayBuffer();
			if (kind === 'cutAfterCommit') response.destroy();
			else this.#tellReached();
			return;
		}
		if (kind === 'truncate') return truncate(answer, response);
		await setResponse(response, answer);
		if (kind === 'tell') this.#tellReached();
	}

	#take(line: string, device: string | undefined): Fault | undefined {
		const fault = this.#faults.find(
			(each) => each.times > 0 && line.includes(each.match) && (each.device ?? device) === device
		);
		if (!fault) return undefined;
		fault.times--;
		const name = String(fault.status ?? fault.kind);
		this.struck[name] = (this.struck[name] ?? 0) + 1;
		return fault;
	}

	#tellReached(): void {
		for (const resolve of this.#reached.splice(0)) resolve();
	}
}

interface Passage {
	/** Undefined while the server is down. */
	readonly gateway: Gateway | undefined;
	readonly path: string;
	readonly device?: string;
	readonly cookie?: string;
}

function refuse(incoming: IncomingMessage, response: ServerResponse, status: number): void {
	incoming.resume();
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end('{"error":"fault","reason":"injected by a test"}');
}

function hotel(incoming: IncomingMessage, response: ServerResponse): void {
	// A body that nobody reads would hold up the next request on this connection.
	incoming.resume();
	response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please buy a ticket</h1>');
}

async function truncate(answer: Response, response: ServerResponse): Promise<void> {
	const body = new Uint8Array(await answer.arrayBuffer());
	const headers = { ...Object.fromEntries(answer.headers), 'content-length': String(body.length) };
	response.writeHead(answer.status, headers);
	response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}
