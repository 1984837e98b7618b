import type { Scope } from '../org/scopes';
import type { BrokenRecord, Query, Stored } from './contract';

/*
 * Long lists are read and opened in a worker: two thousand visits are two thousand rows to take out of the browser's
 * database and as many decryptions, and a phone has more processors than the one that draws the screen. What comes back
 * is one text.
 */

/** What the page asks its worker. Without a query it opens the database only, which stays shut without the key. */
export interface ReadingJob {
	readonly id: number;
	readonly database: string;
	readonly key?: CryptoKey;
	readonly query?: Query;
}

/** `json`: the records found, `Stored[]`. `scopes`: where they were looked for. `broken`: met so far, does not open. */
export type ReadingAnswer =
	| {
			readonly id: number;
			readonly json: string;
			readonly scopes: readonly Scope[];
			readonly broken: readonly BrokenRecord[];
	  }
	| { readonly id: number; readonly failed: string };

export interface Found {
	readonly found: Stored[];
	readonly scopes: readonly Scope[];
	readonly broken: readonly BrokenRecord[];
}

/** What a list of all records of a type, as screens hold them, is read by. */
export interface Reader {
	/** @throws when the worker cannot; whoever asks reads the list itself then */
	find(query: Query): Promise<Found>;
	close(): void;
}

/** Whether a query asks for all of a type: those are long, and are watched by the range of their ids. */
export const asksForAll = (query: Query): query is Query & { type: string } =>
	query.type !== undefined &&
	!query.unsent &&
	(['subject', 'place', 'kind', 'limit', 'offset'] as const).every((name) => query[name] === undefined);

interface Waiting {
	resolve(found: Found): void;
	reject(error: Error): void;
}

/** The worker of this page. It holds a key only after the page has been unlocked, and ends with the page. */
class ReadingWorker {
	readonly #worker = new Worker(new URL('./reader.worker.ts', import.meta.url), {
		type: 'module',
		name: 'reader'
	});
	readonly #waiting = new Map<number, Waiting>();
	#last = 0;
	#failed: Error | undefined;

	constructor(readonly database: string) {
		this.#worker.onmessage = ({ data }: MessageEvent<ReadingAnswer>) => this.#answered(data);
		this.#worker.onerror = () => this.#end(new Error('the worker for reading did not start'));
		this.ask({});
	}

	ask(job: Pick<ReadingJob, 'key' | 'query'>): Promise<Found> {
		if (this.#failed) return Promise.reject(this.#failed);
		const id = ++this.#last;
		return new Promise((resolve, reject) => {
			if (job.query) this.#waiting.set(id, { resolve, reject });
			this.#worker.postMessage({ id, database: this.database, ...job } satisfies ReadingJob);
		});
	}

	close(): void {
		this.#worker.terminate();
		this.#end(new Error('closed'));
	}

	#end(error: Error): void {
		this.#failed = error;
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}

	#answered(answer: ReadingAnswer): void {
		const waiting = this.#waiting.get(answer.id);
		this.#waiting.delete(answer.id);
		if ('failed' in answer) return waiting?.reject(new Error(answer.failed));
		const { json, scopes, broken } = answer;
		waiting?.resolve({ found: JSON.parse(json) as Stored[], scopes, broken });
	}
}

let prepared: ReadingWorker | undefined;

/** Starts the worker for this database before there is a key. */
export function prepareReader(database: string): void {
	if (prepared?.database === database) return;
	prepared?.close();
	prepared = new ReadingWorker(database);
}

/** @param key of this database: the worker opens what it reads */
export function openReader(database: string, key: CryptoKey): Reader {
	prepareReader(database);
	const worker = prepared as ReadingWorker;
	prepared = undefined;
	return { find: (query) => worker.ask({ key, query }), close: () => worker.close() };
}
