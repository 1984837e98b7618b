import { expect, test } from 'vitest';
import { dayOf, dayParts, dayText, timeOf } from './calendar-text';

const MORNING = Date.UTC(2026, 10, 21, 16, 30);

test('parts of a day come together, and apart again, also while they are not complete', () => {
	expect(dayText(['2026', '3', '9'])).toBe('2026-03-09');
	expect(dayText(['', '', ''])).toBe('');
	expect(dayText(['1948', '3', ''])).toBe('1948-3-');
	expect(dayParts('1948-3-')).toEqual(['1948', '3', '']);
	expect(dayParts('2026-03-09')).toEqual(['2026', '03', '09']);
	expect(dayParts('')).toEqual(['', '', '']);
	expect(dayText(dayParts('194--'))).toBe('194--');
});

test('today is the day of the community, not of London', () => {
	expect(dayOf(MORNING, 'Asia/Shanghai')).toBe('2026-11-22');
	expect(dayOf(MORNING, 'Asia/Shanghai', -1)).toBe('2026-11-21');
	expect(dayOf(MORNING, 'UTC')).toBe('2026-11-21');
	expect(timeOf(MORNING, 'Asia/Shanghai')).toBe('00:30');
});
