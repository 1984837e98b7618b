import { describe, expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { joinDoors } from '../people/door';
import type { Resident } from '../people/people';
import { contactRates } from './contact-rate';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const home = aHome();
function rate(residents: Partial<Resident>[], visits: Visit[], month: string, today = '2026-12-10') {
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: residents.map((fields) => aResident(home.household, fields))
	});
	const rates = contactRates(doors, new Map([[home.household._id, visits]]), month, today, settings);
	const alone = rates.find(({ category }) => category === 'aloneElder');
	return [alone?.reached.length, alone?.people.length];
}
const alone = { careCategories: cares('aloneElder') };

describe('R-V12 monthly contact rate of the six kinds', () => {
	test('the month is the calendar month in Shanghai', () => {
		const lastMinute = aVisit(home.household, '2026-11-30T15:59:00.000Z');
		const firstMinute = aVisit(home.household, '2026-11-30T16:01:00.000Z');
		expect(rate([alone], [lastMinute], '2026-11')).toEqual([1, 1]);
		expect(rate([alone], [firstMinute], '2026-11')).toEqual([0, 1]);
		expect(rate([alone], [firstMinute], '2026-12')).toEqual([1, 1]);
	});
	test('February of a leap year has 29 days', () => {
		const on29th = aVisit(home.household, '2028-02-29T02:00:00.000Z');
		expect(rate([alone], [on29th], '2028-02', '2028-03-05')).toEqual([1, 1]);
	});
	test('who is in the category on the last day counts, in the running month today', () => {
		const until = (day: string) => ({ careCategories: [{ category: 'aloneElder' as const, until: day }] });
		expect(rate([until('2026-11-29')], [], '2026-11')).toEqual([0, 0]);
		expect(rate([until('2026-11-30')], [], '2026-11')).toEqual([0, 1]);
		expect(rate([until('2026-12-20')], [], '2026-12')).toEqual([0, 1]);
	});
	test('a door that stayed shut reaches nobody', () => {
		const shut = aVisit(home.household, '2026-11-20T02:00:00.000Z', { outcome: 'noAnswer' });
		expect(rate([alone], [shut], '2026-11')).toEqual([0, 1]);
	});
	test('other categories are not the six kinds', () => {
		expect(rate([{ careCategories: cares('tenant') }], [], '2026-11')).toEqual([0, 0]);
	});
});
