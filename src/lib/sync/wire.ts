import { measureOffset, type OffsetMeasure } from './clock-offset';
import { NoAnswer } from './trouble';

/*
 * All requests of the engine go through here. What it adds to `fetch`: a watchdog on progress, packed bodies, no trace
 * in the browser's cache, a check that it was our server that answered, and the server's clock.
 */

export interface WireSettings {
	/** Milliseconds without a byte after which a request is ended. The time for sending a body comes on top. */
	readonly silence: number;
	/** Bytes a second that any usable line carries. */
	readonly slowest: number;
}

const SETTINGS: WireSettings = { silence: 30_000, slowest: 2_000 };
/** Smaller bodies gain nothing by packing. */
const WORTH_PACKING = 1024;

/** What went over the wire, for progress and for measuring. */
export interface Traffic {
	requests: number;
	/** Bytes of bodies, unpacked. */
	received: number;
	/** Bytes of bodies as sent. */
	sent: number;
}

export class Wire {
	readonly traffic: Traffic = { requests: 0, received: 0, sent: 0 };
	/** Requests under way; the watchdog ends each that makes no progress. */
	pending = 0;
	/** UTC ISO of the last answer. */
	lastContact: string | undefined;
	#offset: OffsetMeasure | undefined;
	readonly #ended = new AbortController();

	constructor(
		/** Where the gateway stands: `https://linli.example/db`. */
		readonly base: string,
		private readonly settings: WireSettings = SETTINGS
	) {}

	/** Milliseconds to add to this device's clock to get the server's. */
	get clockOffset(): number | undefined {
		return this.#offset?.offset;
	}

	/** Ends every request under way and refuses new ones: this tab leads no longer. */
	end(): void {
		this.#ended.abort();
	}

	/**
	 * A `fetch` for PouchDB. Resolves with any answer of our server, whole.
	 * @throws {NoAnswer} when there was none
	 */
	readonly fetch = async (url: string | Request, init: RequestInit = {}): Promise<Response> => {
		if (this.#ended.signal.aborted) throw new NoAnswer('ended');
		const watchdog = new Watchdog(this.settings.silence);
		const signals = [watchdog.signal, this.#ended.signal, ...(init.signal ? [init.signal] : [])];
		this.traffic.requests++;
		this.pending++;
		try {
			const packed = await pack(init);
			const size = packed.body instanceof Uint8Array ? packed.body.length : 0;
			this.traffic.sent += size;
			watchdog.expect((size / this.settings.slowest) * 1000);
			const started = Date.now();
			const answer = await fetch(url, {
				...packed,
				credentials: 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal: AbortSignal.any(signals)
			});
			const answered = Date.now();
			const body = await this.#readAll(answer, watchdog);
			checkOurs(answer);
			this.#offset = measureOffset(this.#offset, started, answered, answer.headers.get('date'));
			this.lastContact = new Date().toISOString();
			return new Response(body, { status: answer.status, headers: answer.headers });
		} catch (error) {
			if (error instanceof NoAnswer) throw error;
			throw new NoAnswer(watchdog.signal.aborted ? 'stalled' : 'unreachable');
		} finally {
			watchdog.stop();
			this.pending--;
		}
	};

	/** One request with JSON both ways. @throws {NoAnswer} or an error with the answer's `status` */
	async json(path: string, init: RequestInit = {}): Promise<unknown> {
		const headers = { accept: 'application/json', 'content-type': 'application/json' };
		const answer = await this.fetch(this.base + path, { ...init, headers });
		const value: unknown = await answer.json().catch(() => undefined);
		if (answer.ok) return value;
		throw Object.assign(new Error(`${answer.status} ${path}`), value, { status: answer.status });
	}

	async #readAll(answer: Response, watchdog: Watchdog): Promise<Blob | null> {
		if (!answer.body) return null;
		const chunks: Uint8Array<ArrayBuffer>[] = [];
		const reader = answer.body.getReader();
		for (;;) {
			watchdog.expect(0);
			const { done, value } = await reader.read();
			if (done) return new Blob(chunks);
			this.traffic.received += value.length;
			chunks.push(value);
		}
	}
}

/** Ends a request that makes no progress. Total time is no measure: a first load may take as long as the line needs. */
class Watchdog {
	readonly #controller = new AbortController();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly silence: number) {}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Starts the wait for the next sign of life anew. */
	expect(extra: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#controller.abort(), this.silence + extra);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

async function pack(init: RequestInit): Promise<RequestInit> {
	if (typeof init.body !== 'string') return init;
	const body = new TextEncoder().encode(init.body);
	if (body.length < WORTH_PACKING) return { ...init, body };
	const headers = new Headers(init.headers);
	headers.set('content-encoding', 'gzip');
	const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
	return { ...init, headers, body: new Uint8Array(await new Response(stream).arrayBuffer()) };
}

/** A hotel's sign-in page answers everything, with 200. Whoever speaks no JSON is not our server. */
function checkOurs(answer: Response): void {
	const type = answer.headers.get('content-type') ?? '';
	if (answer.status === 304 || answer.status === 204) return;
	if (!type.includes('json')) throw new NoAnswer('notOurs');
}
