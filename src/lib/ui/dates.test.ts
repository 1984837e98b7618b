import { expect, test } from 'vitest';
import { dayText } from './dates';

test('a day is written with its year where another day of that name is nearer', () => {
	const now = new Date('2026-11-22T04:00:00Z');
	expect(dayText('2026-10-06', now)).toBe('10月6日');
	expect(dayText('2027-01-01', now)).toBe('1月1日');
	expect(dayText('2027-11-23', now)).toBe('2027年11月23日');
	expect(dayText('2026-01-03', now)).toBe('2026年1月3日');
	expect(dayText('2025-11-23', now)).toBe('2025年11月23日');
});
