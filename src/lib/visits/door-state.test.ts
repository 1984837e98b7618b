import { expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { joinDoors } from '../people/door';
import { doorState, mostPressing } from './door-state';
import { taskOf } from './tasks';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const NOW = new Date('2026-11-21T02:00:00.000Z');

function state(category: Parameters<typeof cares>[0] | undefined, ...visits: [string, Partial<Visit>?][]) {
	const home = aHome();
	const resident = aResident(home.household, { careCategories: category ? cares(category) : [] });
	const [door] = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: [resident]
	});
	const records = visits.map(([at, fields]) => aVisit(home.household, at, fields));
	const task = door && taskOf(door, { visits: new Map([[home.household._id, records]]) }, NOW, settings);
	return doorState(task, NOW, settings);
}
const today = '2026-11-21T01:00:00.000Z';

test('how a door stands', () => {
	expect(state('aloneElder'), 'monthly, not met this month').toBe('open');
	expect(state('aloneElder', [today]), 'met today').toBe('done');
	expect(state('aloneElder', ['2026-11-02T01:00:00.000Z']), 'met this month').toBe('done');
	expect(state('aloneElder', ['2026-09-10T01:00:00.000Z']), 'met two months ago').toBe('late');
	expect(state('dementia'), 'weekly, on a Saturday').toBe('soon');
	expect(state('aloneElder', [today, { outcome: 'noAnswer' }]), 'nobody answered today').toBe('again');
	expect(state('aloneElder', [today, { outcome: 'refused' }]), 'refused today').toBe('refused');
	expect(state(undefined), 'an ordinary household has months').toBe('notYet');
	expect(doorState(undefined, NOW, settings)).toBe('vacant');
});

test('of several households in one flat the most pressing speaks', () => {
	expect(mostPressing(['done', 'late'])).toBe('late');
	expect(mostPressing([])).toBe('vacant');
});
