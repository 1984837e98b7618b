import { expect, test } from 'vitest';
import { measureOffset, serverTime } from './clock-offset';

const SERVER = 'Sat, 21 Nov 2026 10:00:10 GMT';
const at = (seconds: number) => Date.parse('2026-11-21T10:00:00Z') + seconds * 1000;

test('the offset is the server clock less the middle of the request', () => {
	expect(measureOffset(undefined, at(0), at(1), SERVER)).toEqual({ offset: 10_000, trip: 1000 });
});

test('a quicker answer is believed over a slow one, and not the other way round', () => {
	const slow = measureOffset(undefined, at(0), at(4), SERVER);
	const quick = measureOffset(slow, at(9.9), at(10), SERVER);
	expect(quick?.trip).toBe(100);
	expect(measureOffset(quick, at(7), at(11), SERVER)).toBe(quick);
});

test('a clock that was set is noticed at once', () => {
	const before = measureOffset(undefined, at(10.4), at(10.6), SERVER);
	expect(before?.offset).toBe(0);
	expect(measureOffset(before, at(-3590), at(-3588), SERVER)?.offset).toBe(3_599_500);
});

test('an answer without a date, or a device clock that ran backwards, tells nothing', () => {
	expect(measureOffset(undefined, at(0), at(1), null)).toBeUndefined();
	expect(measureOffset(undefined, at(1), at(0), SERVER)).toBeUndefined();
});

const DAY = 86_400_000;

test('server time is the device clock and the offset; without an offset it is the device clock', () => {
	expect(serverTime(at(0), { clockOffset: 90 * DAY })).toBe(at(0) + 90 * DAY);
	expect(serverTime(at(0))).toBe(at(0));
});

test('a clock that was put right since the server was last heard is believed again', () => {
	const ahead = { clockOffset: -90 * DAY, lastContact: new Date(at(0) + 90 * DAY).toISOString() };
	expect(serverTime(at(60) + 90 * DAY, ahead)).toBe(at(60));
	expect(serverTime(at(60), ahead)).toBe(at(60));
	// Earlier than the server's last word it cannot be.
	expect(serverTime(at(0) - 7 * DAY, ahead)).toBe(at(0));
});
