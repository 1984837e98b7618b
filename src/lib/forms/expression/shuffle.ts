const MODULUS = 2_147_483_647;

/** Park-Miller, as OpenRosa asks of `randomize()`: the same seed gives the same order everywhere. */
export function parkMiller(seed: number): () => number {
	const last = MODULUS - 1;
	let state = Math.trunc(seed) % MODULUS;
	if (state <= 0) state += last;
	return () => {
		state = (state * 16_807) % MODULUS;
		return (state - 1) / last;
	};
}

/** A shuffle "inside out", as JavaRosa does it, so that a seed gives Collect's order; without a seed (NaN), by the host's randomness. */
export function shuffle<T>(items: readonly T[], random: () => number, seed: number): T[] {
	const next = Number.isNaN(seed) ? random : parkMiller(seed);
	const list: T[] = [];
	items.forEach((item, index) => {
		const other = Math.floor(next() * (index + 1));
		list[index] = list[other] as T;
		list[other] = item;
	});
	return list;
}
