const MODULUS = 2_147_483_647;

/** Park-Miller, as OpenRosa asks of `randomize()`: the same seed gives the same order everywhere. */
function parkMiller(seed: number): () => number {
	let state = Math.trunc(seed) % MODULUS;
	if (state <= 0) state += MODULUS - 1;
	return () => {
		state = (state * 16_807) % MODULUS;
		return (state - 1) / (MODULUS - 1);
	};
}

/** A Fisher-Yates shuffle; without a seed, by the host's randomness. */
export function shuffle<T>(items: readonly T[], random: () => number, seed?: number): T[] {
	const next = seed === undefined || Number.isNaN(seed) ? random : parkMiller(seed);
	const list = [...items];
	for (let last = list.length - 1; last > 0; last--) {
		const other = Math.floor(next() * (last + 1));
		[list[last], list[other]] = [list[other] as T, list[last] as T];
	}
	return list;
}

/** Mulberry32: small, fast, and the same on every device for the same seed. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
