import { openStore } from './open';
import { testSealer, visit } from './scenarios';

/** For tests: another worker or tab that saves visits into a scope of a user's store and tells what came of it. */
export interface WriterJob {
	readonly user: string;
	readonly scope: string;
	readonly saves: number;
	readonly answerTo: MessagePort;
}
export interface WriterReport {
	readonly ids: readonly string[];
	readonly refused: number;
	/** The last count that a live query of this context has seen, once it was no longer short of `expected`. */
	readonly seen: number;
}

/** Sent to the writer when everybody has finished: how many visits its live query should see. */
export interface WriterEnd {
	readonly expected: number;
}

globalThis.addEventListener('message', async ({ data }: MessageEvent<WriterJob | undefined>) => {
	if (!data?.answerTo) return;
	const { user, scope, saves, answerTo } = data;
	const store = await openStore(user, testSealer);
	let seen = 0;
	let noticed = () => {};
	store.watch(
		(s) => s.count({ type: 'visit' }),
		(count) => {
			seen = count;
			noticed();
		},
		console.error
	);
	const ids: string[] = [];
	let refused = 0;
	for (let i = 0; i < saves; i++) {
		const result = await store.save(scope, visit());
		if (result.ok) ids.push(...result.ids);
		else refused++;
	}
	answerTo.onmessage = async ({ data: { expected } }: MessageEvent<WriterEnd>) => {
		while (seen < expected) await new Promise<void>((resolve) => (noticed = resolve));
		store.close();
		answerTo.postMessage({ ids, refused, seen } satisfies WriterReport);
	};
	answerTo.postMessage('finished');
});
