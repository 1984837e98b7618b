import { expect, test } from 'vitest';
import { spaceLevel } from './space';

const GB = 1_000_000_000;

test('a warning from four fifths of the quota on', () => {
	expect(spaceLevel({ used: 0, quota: 2 * GB })).toBe('enough');
	expect(spaceLevel({ used: 1.599 * GB, quota: 2 * GB })).toBe('enough');
	expect(spaceLevel({ used: 1.6 * GB, quota: 2 * GB })).toBe('low');
});

test('photos are refused while there is still room for records', () => {
	expect(spaceLevel({ used: 1.94 * GB, quota: 2 * GB })).toBe('low');
	expect(spaceLevel({ used: 1.94 * GB, quota: 2 * GB }, 20_000_000)).toBe('textOnly');
	expect(spaceLevel({ used: 1.96 * GB, quota: 2 * GB })).toBe('textOnly');
	expect(spaceLevel({ used: 2.1 * GB, quota: 2 * GB })).toBe('textOnly');
});

test('a small quota keeps a twentieth for records', () => {
	expect(spaceLevel({ used: 9_400_000, quota: 10_000_000 })).toBe('low');
	expect(spaceLevel({ used: 9_600_000, quota: 10_000_000 })).toBe('textOnly');
});
