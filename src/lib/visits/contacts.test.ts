import { describe, expect, test } from 'vitest';
import { aHome, aVisit } from '../../../tests/fixtures/neighbourhood';
import { dayOf } from '../org/calendar';
import { effectiveVisits, lightContact, standingVisits } from './contacts';
import { dueOf } from './due';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings, type CareTier } from './visit-settings';

describe('R-V4 which visits are effective contacts', () => {
	const { household } = aHome();
	const at = (day: string) => `${day}T02:00:00.000Z`;
	const days = (visits: Visit[], tier: CareTier, ours = settings) =>
		effectiveVisits(standingVisits(visits), tier, ours).map((visit) => dayOf(visit.startedAt, ours.timeZone));

	test('nobody at home never resets the date (R-V5)', () => {
		expect(days([aVisit(household, at('2026-11-20'), { outcome: 'noAnswer' })], 'A', settings)).toEqual([]);
	});
	test('meeting the family counts for C to E only', () => {
		const visit = aVisit(household, at('2026-11-20'), { outcome: 'metFamily' });
		expect(days([visit], 'B', settings)).toEqual([]);
		expect(days([visit], 'C', settings)).toEqual(['2026-11-20']);
	});
	test('a call counts for A only within 30 days of a home visit, never for D', () => {
		const home = aVisit(household, at('2026-10-20'));
		const soon = aVisit(household, at('2026-11-19'), { method: 'phone' });
		const late = aVisit(household, at('2026-11-20'), { method: 'phone' });
		expect(days([late, home, soon], 'A', settings)).toEqual(['2026-10-20', '2026-11-19']);
		expect(days([home, soon], 'D', settings)).toEqual(['2026-10-20']);
		expect(days([soon], 'A', settings)).toEqual([]);
	});
	test('a corrected visit does not count, its correction does (N4)', () => {
		const wrong = aVisit(household, at('2026-11-20'));
		const right = aVisit(household, at('2026-11-20'), { outcome: 'noAnswer', replaces: wrong._id });
		expect(days([wrong, right], 'B', settings)).toEqual([]);
	});
	test('23:59 and 00:01 in Shanghai are two days', () => {
		const late = aVisit(household, '2026-11-20T15:59:00.000Z');
		const early = aVisit(household, '2026-11-20T16:01:00.000Z');
		expect(days([late, early], 'B', settings)).toEqual(['2026-11-20', '2026-11-21']);
	});
	test('meeting somebody in passing is a light contact: shown, and not counted without a home visit', () => {
		const passing = aVisit(household, at('2026-11-20'), { method: 'encounter' });
		expect(days([passing], 'A', settings)).toEqual([]);
		expect(lightContact([passing])).toBe(passing);
	});
	test('a device clock two hours wrong moves a contact by a day only across midnight in Shanghai', () => {
		const right = '2026-11-20T15:00:00.000Z';
		const wrong = '2026-11-20T17:00:00.000Z';
		expect(days([aVisit(household, right)], 'B', settings)).toEqual(['2026-11-20']);
		expect(days([aVisit(household, wrong)], 'B', settings)).toEqual(['2026-11-21']);
		expect(dueOf('B', ['2026-11-20'], '2026-11-21', settings).by).toBe('2026-12-31');
		expect(dueOf('B', ['2026-11-21'], '2026-11-21', settings).by).toBe('2026-12-31');
	});
});
