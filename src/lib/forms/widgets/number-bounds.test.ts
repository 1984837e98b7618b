import { expect, test } from 'vitest';
import { integerBounds } from './number-bounds';

test.each([
	['. >= 0 and . <= 60', { low: 0, high: 60 }],
	['. > 0 and . < 10', { low: 1, high: 9 }],
	['. <= 5 and . >= -5', { low: -5, high: 5 }],
	['. >= 30 and . <= 160 and (${sbp} > .)', { low: 30, high: 160 }],
	['. >= 0', undefined],
	['. >= 0 or . <= 60', undefined],
	['. >= ${least} and . <= 60', undefined],
	['', undefined]
])('%s', (constraint, bounds) => {
	expect(integerBounds({ constraint })).toEqual(bounds);
});
