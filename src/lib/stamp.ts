/**
 * Hybrid logical clock: `<ms, 9 base-36 digits>.<counter, 4 base-36 digits>.<device>`. Stamps sort as text, never
 * run backwards on one device, and stay ahead of every stamp the device has seen, whatever its own clock says.
 */
const pad = (n: number, width: number) => n.toString(36).padStart(width, '0');

const parse = (stamp: string): [number, number] => {
	const [ms = '0', counter = '0'] = stamp.split('.');
	return [parseInt(ms, 36) || 0, parseInt(counter, 36) || 0];
};

/**
 * The next stamp after `last`, at wall time `now`.
 * @param now wall clock, milliseconds since 1970
 * @param last the newest stamp this device has made or seen, or `''`
 */
export function nextStamp(now: number, last: string, device: string): string {
	const [ms, counter] = parse(last);
	return now > ms
		? `${pad(now, 9)}.${pad(0, 4)}.${device}`
		: `${pad(ms, 9)}.${pad(counter + 1, 4)}.${device}`;
}

/** Wall time inside a stamp, milliseconds since 1970. */
export const stampTime = (stamp: string): number => parse(stamp)[0];

/** The device that made a stamp; empty for `stampAt`. */
export const stampDevice = (stamp: string): string => stamp.split('.').slice(2).join('.');

/** A stamp for what is only known by its time, UTC ISO; older than any stamp of a device at that millisecond. */
export const stampAt = (time: string): string =>
	`${pad(Math.max(0, Date.parse(time) || 0), 9)}.${pad(0, 4)}.`;
