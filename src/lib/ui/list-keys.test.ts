import { expect, test } from 'vitest';
import { stepFrom } from './list-keys';

test.each([
	['ArrowDown', 4, 5],
	['ArrowUp', 4, 3],
	['ArrowUp', 0, 0],
	['ArrowDown', 2999, 2999],
	['PageDown', 4, 14],
	['PageUp', 4, 0],
	['Home', 1500, 0],
	['End', 0, 2999],
	['Enter', 4, undefined],
	['toString', 4, undefined]
])('%s from row %i of 3,000 leads to %s', (key, from, to) => {
	expect(stepFrom(key, from, 3000, 10)).toBe(to);
});
