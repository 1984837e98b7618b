import { expect, test } from 'vitest';
import { nextVersion } from './next-version';

test.each([
	[[], '2026112101'],
	[['2026112001'], '2026112101'],
	[['2026112101', '2026112102'], '2026112103'],
	[['2027010101'], '2027010102'],
	[['3'], '2026112101']
])('after %s', (published, next) => {
	expect(nextVersion('2026-11-21', published)).toBe(next);
});
