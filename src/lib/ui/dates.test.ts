import { expect, test } from 'vitest';
import { dayText } from './dates';

test('a day of another year is written with its year', () => {
	const now = new Date('2026-01-02T04:00:00Z');
	expect(dayText('2026-11-21', now)).toBe('11月21日');
	expect(dayText('2025-12-31', now)).toBe('2025年12月31日');
	expect(dayText('2027-01-03', now)).toBe('2027年1月3日');
});
