import { openSealed } from '../store/adapter-peer';
import { gridDocuments, gridVisit, householdsOf, pagesOf } from '../store/grid-documents';
import type { Peer } from '../store/peer';

/** Stores of several sizes side by side, sealed as on a phone: what a list and a save cost is compared at one time. */
const stores = new Map<number, { peer: Peer; homes: string[] }>();

/** Opens a store of `size` documents; answers the milliseconds that loading them took. */
async function fill(size: number): Promise<number> {
	const documents = gridDocuments(size);
	const peer = await openSealed();
	stores.set(size, { peer, homes: householdsOf(documents) });
	const start = performance.now();
	for (const page of pagesOf(documents)) await peer.load(page);
	return performance.now() - start;
}

const storeOf = (size: number) => stores.get(size) ?? Promise.reject(new Error(`no store of ${size}`));

/** Milliseconds of each of `count` lists of a household's sixteen visits, spread over all households. */
async function lists(size: number, count: number): Promise<number[]> {
	const { peer, homes } = await storeOf(size);
	return times(count, async () => {
		const found = await peer.list?.(homes[Math.floor(Math.random() * homes.length)] as string);
		if (!found?.length) throw new Error('a list found nothing');
	});
}

/** Milliseconds of each of `count` saves. */
async function saves(size: number, count: number): Promise<number[]> {
	const { peer } = await storeOf(size);
	// To households of their own, so that lists stay as long as they were.
	const records = Array.from({ length: count }, () => gridVisit());
	return times(count, (i) => peer.save?.(records[i] as (typeof records)[number]));
}

async function times(count: number, work: (i: number) => Promise<unknown> | undefined): Promise<number[]> {
	const measured: number[] = [];
	for (let i = 0; i < count; i++) {
		const start = performance.now();
		await work(i);
		measured.push(performance.now() - start);
	}
	return measured;
}

Object.assign(globalThis, { fill, lists, saves });
