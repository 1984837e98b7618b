import { expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { joinDoors } from '../people/door';
import { DEFAULT_VISIT_SETTINGS as settings } from './cadence';
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
	return todayList(visitTasks(doors, new Map([[home.household._id, visits(home.household)]]), NOW, settings));
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

test('a visit of today is done, even when nobody answered, and its outcome is shown', () => {
	const list = today('aloneElder', (household) => [
		aVisit(household, '2026-11-21T01:00:00.000Z', { outcome: 'noAnswer' })
	]);
	expect([list.overdue.length, list.open.length, list.done.length]).toEqual([0, 0, 1]);
	expect(list.done[0]?.visitedToday?.outcome).toBe('noAnswer');
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
	expect(visitTasks(doors, new Map(), NOW, settings)).toEqual([]);
});
