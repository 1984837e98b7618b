import { median, openBenchPage } from './page.mjs';

const SIZES = [1000, 10_000, 50_000];
const ROUNDS = Number(process.env.LINLI_BENCH_ROUNDS ?? 12);
const EACH = 15;

/**
 * A list of sixteen visits and a save at 1,000, 10,000 and 50,000 documents. The stores stand side by side and take
 * turns, so that what else the machine does falls on all of them.
 */
export default async function bench() {
	const bench = await openBenchPage('scale/page.ts');
	try {
		const call = (
			/** @type {'fill' | 'lists' | 'saves'} */ what,
			/** @type {number} */ size,
			/** @type {number} */ count
		) => bench.page.evaluate(([what, size, count]) => globalThis[what](size, count), [what, size, count]);
		/** @type {Record<string, number>} */
		const figures = {};
		for (const size of SIZES) figures[`load_${size}_ms`] = round(await call('fill', size, 0));
		const measured = SIZES.map((size) => ({ size, lists: [], saves: [] }));
		for (let turn = 0; turn <= ROUNDS; turn++)
			for (const { size, lists, saves } of measured) {
				const [listed, saved] = [await call('lists', size, EACH), await call('saves', size, EACH)];
				// The first turn warms up.
				if (!turn) continue;
				lists.push(...listed);
				saves.push(...saved);
			}
		for (const { size, lists, saves } of measured) {
			figures[`list_${size}_ms`] = round(median(lists));
			figures[`save_${size}_ms`] = round(median(saves));
		}
		const [first, last] = [measured[0], measured.at(-1)];
		return {
			growth_list: round(median(last.lists) / median(first.lists)),
			growth_save: round(median(last.saves) / median(first.saves)),
			...figures
		};
	} finally {
		await bench.close();
	}
}

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;
