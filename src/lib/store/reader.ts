import { Dexie, type ObservabilitySet } from 'dexie';
import type { Scope } from '../org/scopes';
import type { BrokenRecord, Query, Stored } from './contract';

/*
 * Long lists are read and opened in a worker: two thousand visits are two thousand rows to take out of the browser's
 * database and as many decryptions, and a phone has more processors than the one that draws the screen. What comes back
 * is one text.
 */

/** What the page asks its worker: `early` is what will be asked for, read before there is a key and kept sealed. */
export type ReadingJob = { readonly id: number; readonly database: string } & (
	{ readonly early: readonly Query[] } | { readonly key: CryptoKey; readonly query: Query }
);

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

/** What long lists, as screens hold them, are read by. */
export interface Reader {
	/** @throws when the worker cannot; whoever asks reads the list itself then */
	find(query: Query): Promise<Found>;
	close(): void;
}

/** Whether a query asks for all of a type or of a kind: those are long, and are watched by the range of their ids. */
export const asksForAll = (query: Query): query is Query & { type: string } =>
	query.type !== undefined &&
	!query.unsent &&
	(['subject', 'place', 'limit', 'offset'] as const).every((name) => query[name] === undefined);

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

	constructor(
		readonly database: string,
		early: readonly Query[]
	) {
		this.#worker.onmessage = ({ data }: MessageEvent<ReadingAnswer>) => this.#answered(data);
		this.#worker.onerror = () => this.#end(new Error('the worker for reading did not start'));
		this.#worker.postMessage({ id: 0, database, early } satisfies ReadingJob);
	}

	ask(key: CryptoKey, query: Query): Promise<Found> {
		if (this.#failed) return Promise.reject(this.#failed);
		const id = ++this.#last;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#worker.postMessage({ id, database: this.database, key, query } satisfies ReadingJob);
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

/** Starts the worker for this database before there is a key. @param early what will be asked for first */
export function prepareReader(database: string, early: readonly Query[]): void {
	if (prepared?.database === database) return;
	prepared?.close();
	prepared = new ReadingWorker(database, early);
}

/**
 * @param key of this database: the worker opens what it reads
 * @param early what the first screen will ask for: opened while that is being drawn
 */
export function openReader(database: string, key: CryptoKey, early: readonly Query[] = []): Reader {
	prepareReader(database, early);
	const worker = prepared as ReadingWorker;
	prepared = undefined;
	const ask = (query: Query) => worker.ask(key, query);
	const answers = new EarlyAnswers(database, early, ask);
	return {
		find: (query) => answers.take(query) ?? ask(query),
		close() {
			answers.close();
			worker.close();
		}
	};
}

/** Each serves whoever asks first, and only while no record has been written since, in whatever tab or worker. */
class EarlyAnswers {
	readonly #answers: Map<string, Promise<Found>>;

	constructor(
		readonly database: string,
		queries: readonly Query[],
		ask: (query: Query) => Promise<Found>
	) {
		Dexie.on('storagemutated', this.#written);
		this.#answers = new Map(queries.map((query) => [JSON.stringify(query), ask(query)]));
		for (const answer of this.#answers.values()) answer.catch(() => undefined);
	}

	take(query: Query): Promise<Found> | undefined {
		const asked = JSON.stringify(query);
		const answer = this.#answers.get(asked);
		this.#answers.delete(asked);
		return answer;
	}

	close(): void {
		Dexie.on.storagemutated.unsubscribe(this.#written);
		this.#answers.clear();
	}

	readonly #written = (parts: ObservabilitySet) => {
		if (Object.keys(parts).some((part) => part.startsWith(`idb://${this.database}/records/`))) this.close();
	};
}
