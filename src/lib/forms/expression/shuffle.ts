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

/** A Fisher-Yates shuffle; without a seed (NaN), by the host's randomness. */
export function shuffle<T>(items: readonly T[], random: () => number, seed: number): T[] {
	const next = Number.isNaN(seed) ? random : parkMiller(seed);
	const list = [...items];
	for (let last = list.length - 1; last > 0; last--) {
		const other = Math.floor(next() * (last + 1));
		[list[last], list[other]] = [list[other] as T, list[last] as T];
	}
	return list;
}
