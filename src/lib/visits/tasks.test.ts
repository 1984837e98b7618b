import { expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { joinDoors } from '../people/door';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';
import { todayList, visitTasks } from './tasks';
import type { Visit } from './visit';

const NOW = new Date('2026-11-21T02:00:00.000Z');

function today(
	category: Parameters<typeof cares>[0],
	visits: (household: ReturnType<typeof aHome>['household']) => Visit[]
) {
	const home = aHome();
	const resident = aResident(home.household, { careCategories: cares(category) });
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: [resident]
	});
	const facts = { visits: new Map([[home.household._id, visits(home.household)]]) };
	return todayList(visitTasks(doors, facts, NOW, settings));
}

test('someone last met two months ago is overdue', () => {
	const list = today('aloneElder', (household) => [aVisit(household, '2026-09-10T02:00:00.000Z')]);
	expect(list.overdue).toHaveLength(1);
	expect(list.overdue[0]?.due.daysLate).toBe(27);
});

test('a monthly household not met this month is open', () => {
	const list = today('aloneElder', () => []);
	expect([list.overdue.length, list.open.length, list.done.length]).toEqual([0, 1, 0]);
});

test('a weekly household is due soon at the week’s end', () => {
	const list = today('dementia', () => []);
	expect([list.overdue.length, list.soon.length, list.open.length]).toEqual([0, 1, 0]);
});

test('who was met today is done', () => {
	const list = today('aloneElder', (household) => [aVisit(household, '2026-11-21T01:00:00.000Z')]);
	expect([list.open.length, list.again.length, list.done.length]).toEqual([0, 0, 1]);
});

test('a door that stayed shut today stays on the list, with its next step (R-V5)', () => {
	const list = today('aloneElder', (household) => [
		aVisit(household, '2026-11-21T01:00:00.000Z', { outcome: 'noAnswer' })
	]);
	expect([list.done.length, list.again.length]).toEqual([0, 1]);
	expect(list.again[0]?.ladder?.step).toBe('tryAgain');
});

test('R-V8 a round of some grids adds tasks there and nowhere else, beside the cadence', () => {
	const home = aHome();
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: []
	});
	const surge = { title: '寒潮', tiers: ['D' as const], from: '2026-11-20', to: '2026-11-22' };
	const whys = (grids: string[] | undefined, grid: string | undefined) => {
		const facts = { visits: new Map(), surges: [{ ...surge, grids }], gridOf: () => grid };
		return visitTasks(doors, facts, NOW, settings)[0]?.obligations.map(({ why }) => why);
	};
	expect(whys(undefined, undefined)).toEqual(['surge', 'cadence']);
	expect(whys(['330102016001002'], '330102016001002')).toEqual(['surge', 'cadence']);
	expect(whys(['330102016001002'], '330102016001001')).toEqual(['cadence']);
});

test('a vacant dwelling has no task', () => {
	const home = aHome();
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [],
		residents: []
	});
	expect(visitTasks(doors, { visits: new Map() }, NOW, settings)).toEqual([]);
});
