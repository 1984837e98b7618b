import { expect, test } from 'vitest';
import { sortText } from './collation';
import type { Json } from './json';

test('values of every type sort as in CouchDB', () => {
	const inOrder: Json[] = [
		...[
			null,
			false,
			true,
			-1e300,
			-2,
			-1.5,
			-0.1,
			0,
			0.1,
			1,
			2,
			10,
			1e300,
			'',
			'\u0000',
			'\u0001',
			'\u0002',
			' ',
			'a'
		],
		...[
			'a\u0000',
			'a\u0001b',
			'aa',
			'b',
			'邻',
			'邻里',
			[],
			[null],
			[1],
			[1, 'a'],
			[1, 'a', 0],
			[1, 'b'],
			[2],
			['a'],
			[[]]
		],
		...[{}, { a: 1 }, { a: 1, b: 1 }, { a: 2 }, { b: 0 }]
	];
	const bytes = (value: Json) => Buffer.from(sortText(value)).toString('hex');
	const sorted = [...inOrder].sort((a, b) => (bytes(a) < bytes(b) ? -1 : 1));
	expect(sorted).toEqual(inOrder);
	expect(sortText(-0)).toBe(sortText(0));
});
