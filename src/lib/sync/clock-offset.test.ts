import { expect, test } from 'vitest';
import { measureOffset } from './clock-offset';

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
