import type { Scope } from '../org/scopes';
import type { SyncPort } from './contract';
import { whenIdle } from '../when-idle';
import type { Reason } from './leader';

/** What the page tells its worker. */
export type SyncCommand =
	| { kind: 'start'; user: string; scopes: readonly Scope[]; base: string; key: CryptoKey }
	| { kind: 'ask'; why: Reason }
	| { kind: 'stop' };

/** What the worker tells its page: nothing moves in it any more. Everything else is in the stored rows. */
export type SyncReport = { kind: 'stuck' };

/** Milliseconds before a worker that failed is replaced. */
const RECOVERY = 5_000;

/**
 * Opens the sync worker of this tab and starts it. Light: the page carries none of the engine.
 * @param key the user's data key: what the worker stores is sealed under it (N8)
 */
export function startSync(user: string, scopes: readonly Scope[], key: CryptoKey): SyncPort {
	const port = new WorkerPort(key);
	port.start(user, scopes);
	return port;
}

class WorkerPort implements SyncPort {
	#worker: Worker | undefined;
	#leave = () => {};
	/** What was asked while there was no worker. */
	#unheard: Reason | undefined;
	#recovery: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly key: CryptoKey) {}

	/** The worker begins with a round, once the page has drawn what it was opened for. */
	start(user: string, scopes: readonly Scope[]): void {
		this.stop();
		// Messages hold plain values only: `scopes` may be a proxy of a component's state.
		const plain = [...scopes];
		const { key } = this;
		this.#leave = whenIdle(() =>
			this.#open({ kind: 'start', user, scopes: plain, base: `${location.origin}/db`, key })
		);
		window.addEventListener('online', this.#ask);
		window.addEventListener('pageshow', this.#ask);
		document.addEventListener('visibilitychange', this.#askWhenSeen);
	}

	now(why: Reason = 'asked'): void {
		if (this.#worker) this.#tell({ kind: 'ask', why });
		else this.#unheard = why;
	}

	stop(): void {
		this.#leave();
		clearTimeout(this.#recovery);
		window.removeEventListener('online', this.#ask);
		window.removeEventListener('pageshow', this.#ask);
		document.removeEventListener('visibilitychange', this.#askWhenSeen);
		this.#close();
	}

	/** A worker that is stuck or broken goes with its database connections; a fresh one takes its place. */
	#open(start: SyncCommand): void {
		const worker = new Worker(new URL('./sync.worker.ts', import.meta.url), { type: 'module', name: 'sync' });
		const replace = () => {
			if (this.#worker !== worker) return;
			this.#close();
			this.#recovery = setTimeout(() => this.#open(start), RECOVERY);
		};
		worker.onmessage = ({ data }: MessageEvent<SyncReport>) => {
			if (data.kind === 'stuck') replace();
		};
		worker.onerror = replace;
		this.#worker = worker;
		this.#tell(start);
		if (this.#unheard) this.now(this.#unheard);
		this.#unheard = undefined;
	}

	/** Nothing is torn: what the worker was writing commits as a whole or not, and the next one goes on from there. */
	#close(): void {
		this.#tell({ kind: 'stop' });
		this.#worker?.terminate();
		this.#worker = undefined;
	}

	#tell(command: SyncCommand): void {
		this.#worker?.postMessage(command);
	}

	readonly #ask = () => this.now('awake');
	readonly #askWhenSeen = () => {
		if (document.visibilityState === 'visible') this.#ask();
	};
}
