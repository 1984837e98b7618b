import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { CouchError } from './errors';
import workerSource from './sandbox-worker.cjs?raw';

/*
 * Design functions run in worker threads, not in slices of this one: a function that loops for ever or never leaves
 * a regular expression must not hold up a sign-in, and a thread can be ended from outside. The worker is started
 * from its source text (`?raw`), so there is no second file that a bundle would have to know.
 */

export type SandboxMode = 'validate' | 'filter' | 'map';

/** How one call ended; `limit`: it ran out of time or memory; `error`: it threw something of its own. */
export type Outcome =
	readonly ['ok', ...unknown[]] | readonly ['forbidden' | 'unauthorized' | 'error' | 'limit', string];

export interface Functions {
	/** Names the compiled functions: the same key means the same sources. One database never uses another's. */
	readonly key: string;
	readonly mode: SandboxMode;
	readonly sources: readonly string[];
}

/** A call may take a second and 32 MB; after half a second of calls the worker answers and takes the next job. */
const LIMITS = { memoryBytes: 32 * 1024 * 1024, callMs: 1000, jobMs: 500, contexts: 8 };
/** A worker that says nothing for this long hangs where the interpreter does not look, and is ended. */
const SILENCE_MS = 5000;
const WORKERS = 2;

interface Answer {
	readonly id: number;
	readonly results?: readonly string[];
	readonly compilation?: string;
}

interface Job extends Functions {
	readonly shared: string;
	readonly calls: readonly string[];
}

interface Waiting {
	readonly job: Job;
	resolve(answer: Omit<Answer, 'id'>): void;
}

interface Slot {
	worker: Worker | undefined;
	current: Waiting | undefined;
	timer: NodeJS.Timeout | undefined;
}

export class Sandbox {
	readonly #slots: Slot[] = Array.from({ length: WORKERS }, () => ({
		worker: undefined,
		current: undefined,
		timer: undefined
	}));
	readonly #queue: Waiting[] = [];
	#closed = false;

	/**
	 * Calls the functions once for each of `calls`; all values are JSON texts.
	 * @param shared what every call gets: `[userCtx, secObj]` for validation, the request for a filter
	 * @throws CouchError 400 `compilation_error`
	 */
	async run(functions: Functions, shared: string, calls: readonly string[]): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		do {
			const answer = await this.#ask({ ...functions, shared, calls: calls.slice(outcomes.length) });
			if (answer.compilation) throw new CouchError(400, 'compilation_error', answer.compilation);
			for (const text of answer.results ?? []) outcomes.push(JSON.parse(text) as Outcome);
		} while (outcomes.length < calls.length);
		return outcomes;
	}

	/** @throws CouchError 400 `compilation_error` */
	async compile(mode: SandboxMode, source: string): Promise<void> {
		await this.run({ key: `compile:${mode}:${source}`, mode, sources: [source] }, 'null', []);
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const slot of this.#slots) this.#fail(slot, 'The server is stopping.');
		await Promise.all(this.#slots.map((slot) => slot.worker?.terminate()));
	}

	#ask(job: Job): Promise<Omit<Answer, 'id'>> {
		return new Promise((resolve) => {
			this.#queue.push({ job, resolve });
			this.#dispatch();
		});
	}

	#dispatch(): void {
		for (const slot of this.#slots) {
			if (slot.current) continue;
			const next = this.#queue.shift();
			if (!next) return;
			if (this.#closed) {
				next.resolve(limitFor(next.job, 'The server is stopping.'));
				continue;
			}
			slot.current = next;
			slot.worker ??= this.#start(slot);
			slot.timer = setTimeout(() => this.#replace(slot), SILENCE_MS);
			slot.worker.ref();
			slot.worker.postMessage({ ...next.job, id: 0 });
		}
	}

	#start(slot: Slot): Worker {
		// resolved here, where node_modules is known: a worker from text has no place of its own
		const quickjs = createRequire(import.meta.url).resolve('quickjs-emscripten');
		const worker = new Worker(workerSource, { eval: true, workerData: { quickjs, limits: LIMITS } });
		worker.unref();
		worker.on('message', (answer: Answer) => {
			if (slot.worker === worker) this.#finish(slot, answer);
		});
		const gone = () => {
			if (slot.worker !== worker) return;
			slot.worker = undefined;
			this.#fail(slot, 'The function used up its memory.');
			this.#dispatch();
		};
		worker.on('error', gone);
		worker.on('exit', gone);
		return worker;
	}

	#finish(slot: Slot, answer: Omit<Answer, 'id'>): void {
		clearTimeout(slot.timer);
		const { current } = slot;
		slot.current = undefined;
		slot.worker?.unref();
		current?.resolve(answer);
		this.#dispatch();
	}

	#replace(slot: Slot): void {
		const { worker } = slot;
		slot.worker = undefined;
		void worker?.terminate();
		this.#fail(slot, 'The function did not end in time.');
		this.#dispatch();
	}

	#fail(slot: Slot, reason: string): void {
		if (slot.current) this.#finish(slot, limitFor(slot.current.job, reason));
	}
}

const limitFor = (job: Job, reason: string) =>
	job.calls.length
		? { results: job.calls.map(() => JSON.stringify(['limit', reason])) }
		: { compilation: reason };
