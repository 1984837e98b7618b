import { describe, expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { joinDoors } from '../people/door';
import { gridFigures } from './grid-figures';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const NOW = '2026-11-21T02:00:00.000Z';
const home = aHome();
const met = (at: string, fields: Partial<Visit> = {}) => aVisit(home.household, at, fields);

/** The figures of a grid with one old person living alone (tier B, monthly). */
function figures(visits: Visit[], now = NOW) {
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: [aResident(home.household, { careCategories: cares('aloneElder') })]
	});
	const facts = { visits: new Map([[home.household._id, visits]]) };
	return gridFigures(doors, facts, new Date(now), settings);
}
const standing = (visits: Visit[], now?: string) =>
	Object.entries(figures(visits, now).households).flatMap(([name, tasks]) => (tasks.length ? [name] : []));

describe('R-V2 R-V3 how a household stands in a grid’s figures', () => {
	test('to be visited before the month ends', () => {
		expect(standing([])).toEqual(['due']);
		expect(standing([met('2026-10-20T02:00:00.000Z')])).toEqual(['due']);
	});
	test('met in time this month', () => {
		expect(standing([met('2026-10-20T02:00:00.000Z'), met('2026-11-10T02:00:00.000Z')])).toEqual(['inTime']);
		expect(standing([met('2026-11-10T02:00:00.000Z')])).toEqual(['inTime']);
	});
	test('met this month, but after the due day', () => {
		expect(standing([met('2026-09-10T02:00:00.000Z'), met('2026-11-10T02:00:00.000Z')])).toEqual(['late']);
	});
	test('overdue, then seriously overdue a week later', () => {
		const september = met('2026-09-10T02:00:00.000Z'); // due by 25 October
		expect(standing([september], '2026-10-25T15:59:00.000Z')).toEqual(['due']);
		expect(standing([september], '2026-10-25T16:01:00.000Z')).toEqual(['overdue']);
		expect(standing([september], '2026-11-01T15:59:00.000Z')).toEqual(['overdue']);
		expect(standing([september], '2026-11-01T16:01:00.000Z')).toEqual(['seriouslyOverdue']);
	});
	test('what was done last month is no figure of this one', () => {
		const last = met('2026-11-30T15:59:00.000Z'); // 23:59 on the last day of November in Shanghai
		expect(standing([last], '2026-11-30T15:59:30.000Z')).toEqual(['inTime']);
		expect(standing([last], '2026-11-30T16:01:00.000Z')).toEqual(['due']);
	});
	test('a visit that was corrected counts as what it was corrected to', () => {
		const wrong = met('2026-11-10T02:00:00.000Z');
		const right = met('2026-11-10T02:00:00.000Z', { method: 'encounter', replaces: wrong._id });
		expect(standing([wrong, right])).toEqual(['due']);
	});
});

test('R-V12 the rates are those of the running month', () => {
	const alone = figures([met('2026-11-10T02:00:00.000Z')]).rates.find(
		({ category }) => category === 'aloneElder'
	);
	expect([alone?.reached.length, alone?.people.length]).toEqual([1, 1]);
});
