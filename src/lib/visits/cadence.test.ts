import { describe, expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { DEFAULT_VISIT_SETTINGS as settings, dueOf, effectiveContacts, tierOf } from './cadence';

const TODAY = '2026-11-21';

describe('R-V1 the strictest category sets the tier', () => {
	const { household } = aHome();
	const tier = (...residents: Parameters<typeof aResident>[1][]) =>
		tierOf(
			household,
			residents.map((fields) => aResident(household, fields)),
			TODAY,
			settings
		);

	test('an ordinary household is D', () => {
		expect(tier({})).toEqual({ tier: 'D' });
	});
	test('living alone is B, at 80 it is A and says why', () => {
		expect(tier({ careCategories: cares('aloneElder'), birthYear: 1950 })).toEqual({
			tier: 'B',
			because: 'aloneElder'
		});
		expect(tier({ careCategories: cares('aloneElder'), birthYear: 1946 })).toEqual({
			tier: 'A',
			because: 'age80'
		});
		expect(tier({ careCategories: cares('aloneElder', 'oldest80') })).toEqual({
			tier: 'A',
			because: 'age80'
		});
	});
	test('dementia is A, low income B, a tenant C', () => {
		expect(tier({ careCategories: cares('dementia') }).tier).toBe('A');
		expect(tier({ careCategories: cares('lowIncome') }).tier).toBe('B');
		expect(tier({ careCategories: cares('jobless') }).tier).toBe('C');
		expect(tierOf(aHome({ tenure: 'tenant' }).household, [], TODAY, settings).tier).toBe('C');
	});
	test('registered here but living elsewhere is E, unless somebody needs more', () => {
		const absent = aHome({ tenure: 'registeredAbsent' }).household;
		expect(tierOf(absent, [], TODAY, settings).tier).toBe('E');
		expect(
			tierOf(absent, [aResident(absent, { careCategories: cares('orphan') })], TODAY, settings).tier
		).toBe('B');
	});
	test('the strictest of several people wins', () => {
		expect(tier({ careCategories: cares('tenant') }, { careCategories: cares('dementia') }).tier).toBe('A');
	});
	test('an ended category and a person who moved away no longer count', () => {
		expect(tier({ careCategories: [{ category: 'lowIncome', until: '2026-11-20' }] }).tier).toBe('D');
		expect(tier({ careCategories: cares('dementia'), status: 'movedAway' }).tier).toBe('D');
	});
	test('what a category means is data of the community', () => {
		const ours = { ...settings, tierOf: { ...settings.tierOf, lowIncome: 'C' as const } };
		expect(
			tierOf(household, [aResident(household, { careCategories: cares('lowIncome') })], TODAY, ours).tier
		).toBe('C');
	});
});

describe('R-V2 when the next contact is due', () => {
	test('without history: at the end of the current period', () => {
		expect(dueOf('A', [], TODAY, settings)).toMatchObject({ from: '2026-11-16', by: '2026-11-22' });
		expect(dueOf('B', [], TODAY, settings)).toMatchObject({ from: '2026-11-01', by: '2026-11-30' });
		expect(dueOf('D', [], TODAY, settings)).toMatchObject({ from: '2026-07-01', by: '2026-12-31' });
	});
	test('after a contact: the end of the next period, or the longest gap if that is earlier', () => {
		expect(dueOf('A', ['2026-11-16'], TODAY, settings).by).toBe('2026-11-26');
		expect(dueOf('A', ['2026-11-21'], TODAY, settings).by).toBe('2026-11-29');
		expect(dueOf('B', ['2026-11-30'], TODAY, settings).by).toBe('2026-12-31');
		expect(dueOf('B', ['2026-11-02'], TODAY, settings).by).toBe('2026-12-17');
	});
	test('a leap day and a year end are ordinary days', () => {
		expect(dueOf('B', ['2028-01-31'], '2028-02-10', settings).by).toBe('2028-02-29');
		expect(dueOf('A', ['2026-12-28'], '2026-12-30', settings).by).toBe('2027-01-07');
	});
});

describe('R-V3 due soon, overdue, seriously overdue', () => {
	test.each([
		['2026-11-26', 'open'],
		['2026-11-27', 'dueSoon'],
		['2026-11-29', 'dueSoon'],
		['2026-11-30', 'overdue'],
		['2026-12-01', 'overdue'],
		['2026-12-02', 'seriouslyOverdue']
	] as const)('tier A last met on Saturday the 21st, seen on %s: %s', (today, state) => {
		// Due by 2026-11-29; the two days before are "soon", two days after it is serious.
		expect(dueOf('A', ['2026-11-21'], today, settings).state).toBe(state);
	});
	test('inside the window but not soon it is open', () => {
		expect(dueOf('A', ['2026-11-21'], '2026-11-24', settings).state).toBe('open');
		expect(dueOf('A', ['2026-11-21'], '2026-11-22', settings).state).toBe('notYet');
	});
});

describe('R-V4 which visits are effective contacts', () => {
	const { household } = aHome();
	const at = (day: string) => `${day}T02:00:00.000Z`;

	test('nobody at home never resets the date (R-V5)', () => {
		expect(
			effectiveContacts([aVisit(household, at('2026-11-20'), { outcome: 'noAnswer' })], 'A', settings)
		).toEqual([]);
	});
	test('meeting the family counts for C to E only', () => {
		const visit = aVisit(household, at('2026-11-20'), { outcome: 'metFamily' });
		expect(effectiveContacts([visit], 'B', settings)).toEqual([]);
		expect(effectiveContacts([visit], 'C', settings)).toEqual(['2026-11-20']);
	});
	test('a call counts for A only within 30 days of a home visit, never for D', () => {
		const home = aVisit(household, at('2026-10-20'));
		const soon = aVisit(household, at('2026-11-19'), { method: 'phone' });
		const late = aVisit(household, at('2026-11-20'), { method: 'phone' });
		expect(effectiveContacts([late, home, soon], 'A', settings)).toEqual(['2026-10-20', '2026-11-19']);
		expect(effectiveContacts([home, soon], 'D', settings)).toEqual(['2026-10-20']);
		expect(effectiveContacts([soon], 'A', settings)).toEqual([]);
	});
	test('a corrected visit does not count, its correction does (N4)', () => {
		const wrong = aVisit(household, at('2026-11-20'));
		const right = aVisit(household, at('2026-11-20'), { outcome: 'noAnswer', replaces: wrong._id });
		expect(effectiveContacts([wrong, right], 'B', settings)).toEqual([]);
	});
	test('23:59 and 00:01 in Shanghai are two days', () => {
		const late = aVisit(household, '2026-11-20T15:59:00.000Z');
		const early = aVisit(household, '2026-11-20T16:01:00.000Z');
		expect(effectiveContacts([late, early], 'B', settings)).toEqual(['2026-11-20', '2026-11-21']);
	});
});
