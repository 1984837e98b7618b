import { openStore } from './open';
import { visit } from './scenarios';

/** A second context for tests: saves visits into a scope of a user's store and tells what came of it. */
export interface WriterJob {
	readonly user: string;
	readonly scope: string;
	readonly saves: number;
}
export interface WriterReport {
	readonly ids: readonly string[];
	readonly refused: number;
}

self.addEventListener('message', async ({ data }: MessageEvent<WriterJob>) => {
	const store = await openStore(data.user);
	const ids: string[] = [];
	let refused = 0;
	for (let i = 0; i < data.saves; i++) {
		const result = await store.save(data.scope, visit());
		if (result.ok) ids.push(...result.ids);
		else refused++;
	}
	store.close();
	self.postMessage({ ids, refused } satisfies WriterReport);
});
