/** Milliseconds between rounds when nothing asks for one. */
const EVERY = 5 * 60_000;
const FIRST_RETRY = 4_000;

/**
 * Milliseconds until the next round. After failures it doubles up to the usual pace, scattered over its upper half, so
 * that the phones of a whole district do not come back in the same second when the server does.
 * @param failures rounds in a row that failed, 0 after a good one
 * @param random 0 ≤ random < 1
 */
export function untilNextRound(failures: number, random: number): number {
	if (failures === 0) return EVERY;
	const wait = Math.min(EVERY, FIRST_RETRY * 2 ** (failures - 1));
	return Math.round(wait / 2 + (wait / 2) * random);
}
