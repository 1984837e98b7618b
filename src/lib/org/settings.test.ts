import { expect, test } from 'vitest';
import { withSettings } from './settings';

const shipped = { gap: 45, zone: 'Asia/Shanghai', kinds: ['a'], nested: { hours: 2, on: true } };

test('what a community changed stands over the default, the rest stays', () => {
	expect(withSettings(shipped, { gap: 30, nested: { hours: 3 }, kinds: ['b', 'c'] })).toEqual({
		...shipped,
		gap: 30,
		kinds: ['b', 'c'],
		nested: { hours: 3, on: true }
	});
});

test.each([
	[undefined],
	[null],
	['30'],
	[[1]],
	[{ gap: '30' }],
	[{ gap: -1 }],
	[{ gap: NaN }],
	[{ kinds: [1] }],
	[{ kinds: 'b' }],
	[{ nested: 3 }],
	[{ nested: { on: 'yes' } }],
	[{ newField: 1 }],
	[JSON.parse('{"__proto__": {"gap": 1}}')]
])('%j changes nothing', (changed) => expect(withSettings(shipped, changed)).toEqual(shipped));
