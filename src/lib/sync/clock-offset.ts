/** How far the server's clock is from this device's, and how sure that is. */
export interface OffsetMeasure {
	/** Milliseconds to add to this device's clock. */
	readonly offset: number;
	/** Milliseconds that the request took: the shorter, the surer. */
	readonly trip: number;
}

/** The `Date` header has whole seconds: on average half a second has passed since. */
const HALF_SECOND = 500;
/** A jump beyond this is a clock that was set, not a slow line. */
const JUMP = 5_000;

/**
 * The better of the measure so far and that of one more answer.
 * @param started,answered device clock, milliseconds since the epoch
 * @param date the answer's `Date` header
 */
export function measureOffset(
	before: OffsetMeasure | undefined,
	started: number,
	answered: number,
	date: string | null
): OffsetMeasure | undefined {
	const server = date === null ? NaN : Date.parse(date);
	if (Number.isNaN(server) || answered < started) return before;
	const trip = answered - started;
	const offset = Math.round(server + HALF_SECOND - (started + trip / 2));
	const better = !before || trip <= before.trip || Math.abs(offset - before.offset) > JUMP + trip;
	return better ? { offset, trip } : before;
}
