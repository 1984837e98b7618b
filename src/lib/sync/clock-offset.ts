import type { SyncState } from './contract';

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

/** Milliseconds by which a clock may drift, or be put right, without having been set anew. */
const SET_BACK = 3_600_000;

/**
 * The server's time, as well as this device knows it. A clock that was set back since the server was last heard is
 * believed again: the offset was measured with the clock of before.
 * @param now device clock, milliseconds since the epoch
 * @returns whole milliseconds
 */
export function serverTime(
	now: number,
	{ clockOffset = 0, lastContact = '' }: Pick<SyncState, 'clockOffset' | 'lastContact'> = {}
): number {
	const corrected = now + clockOffset;
	const heard = Date.parse(lastContact) + clockOffset;
	return Math.round(corrected < heard - SET_BACK ? Math.max(now, heard) : corrected);
}
