import { median, openBenchPage } from './page.mjs';

const DOCUMENTS = Number(process.env.LINLI_BENCH_DOCUMENTS ?? 10_000);
const ROUNDS = Number(process.env.LINLI_BENCH_ROUNDS ?? 5);
const PEERS = ['flat', 'adapter', 'sealed', 'idb', 'raw'];

/**
 * The device store, plain and sealed as the app opens it, against flat Dexie, the stock idb adapter and raw IndexedDB.
 * All peers take turns in every round, each round beginning with another, and a ratio is the median of the rounds'
 * ratios: what else the machine does then falls on all of them.
 */
export default async function bench() {
	const bench = await openBenchPage('store/page.ts');
	try {
		const measure = (/** @type {string} */ peer, /** @type {number} */ count) =>
			bench.page.evaluate(([peer, count]) => globalThis.measure(peer, count, 60), [peer, count]);
		for (const peer of PEERS) await measure(peer, 1000);
		const rounds = [];
		for (let round = 0; round < ROUNDS; round++) {
			const figures = {};
			for (let i = 0; i < PEERS.length; i++) {
				const peer = PEERS[(i + round) % PEERS.length];
				figures[peer] = await measure(peer, DOCUMENTS);
			}
			rounds.push(figures);
			console.log(
				`round ${round + 1}`,
				JSON.stringify(figures, (_, value) => (value.toFixed ? +value.toFixed(2) : value))
			);
		}
		return summary(rounds);
	} finally {
		await bench.close();
	}
}

/** @param {Record<string, Record<string, number>>[]} rounds peer → what was measured, in milliseconds */
function summary(rounds) {
	const ratio = (/** @type {string} */ of, /** @type {string} */ to, /** @type {string} */ what) =>
		round(median(rounds.map((figures) => figures[of][what] / figures[to][what])));
	const middle = (/** @type {string} */ peer, /** @type {string} */ what) =>
		round(median(rounds.map((figures) => figures[peer][what])));
	return {
		load_vs_flat: ratio('adapter', 'flat', 'load'),
		load_vs_idb: ratio('adapter', 'idb', 'load'),
		lists_vs_flat: ratio('adapter', 'flat', 'lists'),
		lists_vs_idb: ratio('adapter', 'idb', 'lists'),
		sealed_vs_plain: Math.max(ratio('sealed', 'adapter', 'load'), ratio('sealed', 'adapter', 'lists')),
		sealed_load_vs_plain: ratio('sealed', 'adapter', 'load'),
		sealed_lists_vs_plain: ratio('sealed', 'adapter', 'lists'),
		save_vs_raw: ratio('adapter', 'raw', 'save'),
		sealed_save_vs_raw: ratio('sealed', 'raw', 'save'),
		documents: DOCUMENTS,
		load_ms: middle('adapter', 'load'),
		load_sealed_ms: middle('sealed', 'load'),
		load_flat_ms: middle('flat', 'load'),
		load_idb_ms: middle('idb', 'load'),
		load_raw_ms: middle('raw', 'load'),
		lists_ms: middle('adapter', 'lists'),
		lists_sealed_ms: middle('sealed', 'lists'),
		lists_flat_ms: middle('flat', 'lists'),
		lists_idb_ms: middle('idb', 'lists'),
		save_sealed_ms: middle('sealed', 'save'),
		save_ms: middle('adapter', 'save'),
		save_raw_ms: middle('raw', 'save')
	};
}

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
