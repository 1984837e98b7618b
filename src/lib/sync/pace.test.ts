import { expect, test } from 'vitest';
import { untilNextRound } from './pace';

test('every five minutes while all is well', () => {
	expect(untilNextRound(0, 0.7)).toBe(300_000);
});

test('failures double the wait up to the usual pace, scattered over its upper half', () => {
	expect([1, 2, 3, 7, 50].map((failures) => untilNextRound(failures, 0))).toEqual([
		2_000, 4_000, 8_000, 128_000, 150_000
	]);
	expect([1, 2, 3, 7, 50].map((failures) => untilNextRound(failures, 1))).toEqual([
		4_000, 8_000, 16_000, 256_000, 300_000
	]);
});
