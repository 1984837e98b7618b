import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, daysBetween, hourOf, nextPeriod, periodOf, startOfDay } from './calendar';

test('a day begins at midnight in Shanghai', () => {
	expect(dayOf('2026-11-20T15:59:59.000Z', 'Asia/Shanghai')).toBe('2026-11-20');
	expect(dayOf('2026-11-20T16:00:00.000Z', 'Asia/Shanghai')).toBe('2026-11-21');
});

const ZONES = [
	'Asia/Shanghai',
	'America/New_York',
	'America/Santiago',
	'Australia/Lord_Howe',
	'Pacific/Apia'
];

test('day and hour are what the zone’s clocks show, also where they are turned and where a day is skipped', () => {
	const shown = (ms: number, timeZone: string) =>
		new Intl.DateTimeFormat('sv-SE', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			hourCycle: 'h23'
		}).format(ms);
	// The day before the New Year of 2012 did not come to Samoa; in 1986 to 1991 China turned its clocks.
	const instants = fc.oneof(
		fc.date({ min: new Date('1986-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
		fc.date({ min: new Date('2011-12-29'), max: new Date('2012-01-01'), noInvalidDate: true })
	);
	fc.assert(
		fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
			const hour = String(hourOf(instant, zone)).padStart(2, '0');
			expect(`${dayOf(instant, zone)} ${hour}`).toBe(shown(instant.getTime(), zone));
		}),
		{ numRuns: 2000 }
	);
});

test('periods: ISO week, month with a leap day, quarter, half-year, year', () => {
	expect(periodOf('week', '2026-11-22')).toEqual({ first: '2026-11-16', last: '2026-11-22' });
	expect(periodOf('week', '2027-01-01')).toEqual({ first: '2026-12-28', last: '2027-01-03' });
	expect(periodOf('month', '2028-02-10')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
	expect(periodOf('quarter', '2026-11-21')).toEqual({ first: '2026-10-01', last: '2026-12-31' });
	expect(periodOf('halfYear', '2026-06-30')).toEqual({ first: '2026-01-01', last: '2026-06-30' });
	expect(nextPeriod('year', periodOf('year', '2026-12-31'))).toEqual({
		first: '2027-01-01',
		last: '2027-12-31'
	});
});

test('days are counted over month and year ends', () => {
	expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
	expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
});

test('a day begins at the instant at which the zone’s calendar turns', () => {
	expect(startOfDay('2026-11-21', 'Asia/Shanghai')).toBe('2026-11-20T16:00:00.000Z');
	expect(startOfDay('2028-03-01', 'Asia/Shanghai')).toBe('2028-02-29T16:00:00.000Z');
	expect(startOfDay('2026-07-01', 'America/New_York')).toBe('2026-07-01T04:00:00.000Z');
	// Clocks go forward at midnight there: the day begins at one o'clock.
	expect(startOfDay('2024-09-08', 'America/Santiago')).toBe('2024-09-08T04:00:00.000Z');
});
