import { openAdapter, openSealed } from './adapter-peer';
import { openFlat } from './flat-dexie';
import { gridDocuments, gridVisit, householdsOf, pagesOf } from './grid-documents';
import type { Peer } from './peer';
import { openRaw } from './raw-indexeddb';
import { openIdb } from './stock-idb';

const PEERS = { adapter: openAdapter, sealed: openSealed, flat: openFlat, idb: openIdb, raw: openRaw };
export type PeerName = keyof typeof PEERS;

/**
 * Milliseconds. `load`: all documents; `lists`: fifty lists of sixteen visits, the middle of some passes; `save`: the
 * middle one of many. No list is asked for twice: all of them are cold to the peer, whatever it remembers.
 */
export interface Measured {
	load: number;
	lists?: number;
	save?: number;
}

const LISTS = 50;
const PASSES = 7;

/** @param saves how many records are saved one by one; 0 measures loading only */
async function measure(name: PeerName, count: number, saves: number): Promise<Measured> {
	const documents = gridDocuments(count);
	const pages = pagesOf(documents);
	const homes = householdsOf(documents);
	const peer = await PEERS[name]();
	try {
		const measured: Measured = {
			load: await timed(async () => {
				for (const page of pages) await peer.load(page);
			})
		};
		if (saves && peer.list) measured.lists = await timeLists(peer.list, homes);
		if (saves && peer.save) measured.save = await timeSaves(peer.save, homes, saves);
		return measured;
	} finally {
		await peer.destroy();
	}
}

async function timeLists(list: NonNullable<Peer['list']>, homes: readonly string[]): Promise<number> {
	const [first = '', ...rest] = homes;
	if (!(await list(first)).length) throw new Error('a list found nothing');
	const passes: number[] = [];
	for (let pass = 0; pass < PASSES && (!pass || rest.length >= LISTS); pass++) {
		const asked = rest.splice(0, LISTS);
		passes.push(
			await timed(async () => {
				for (const home of asked) await list(home);
			})
		);
	}
	return middle(passes);
}

async function timeSaves(
	save: NonNullable<Peer['save']>,
	homes: readonly string[],
	count: number
): Promise<number> {
	const saves: number[] = [];
	for (let i = 0; i < count; i++) {
		const document = gridVisit(homes[i % homes.length]);
		saves.push(await timed(() => save(document)));
	}
	return middle(saves);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

Object.assign(globalThis, { measure });
