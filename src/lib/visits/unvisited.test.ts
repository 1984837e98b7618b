import { describe, expect, test } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { raisedIssue } from '../issues/raised-issue';
import { joinDoors } from '../people/door';
import type { CareCategory } from '../people/people';
import { visitTasks } from './tasks';
import { unvisited } from './unvisited';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const GRID = '330102016001002';
const home = aHome();
// Met on Tuesday 3 November: due by Friday 13 November, the tenth day after it.
const met = aVisit(home.household, '2026-11-03T02:00:00.000Z');

function raised(now: string, visits: Visit[] = [met], category: CareCategory = 'dementia', grid?: string) {
	const doors = joinDoors({
		compounds: [home.compound],
		buildings: [home.building],
		dwellings: [home.dwelling],
		households: [home.household],
		residents: [aResident(home.household, { careCategories: cares(category) })]
	});
	const facts = { visits: new Map([[home.household._id, visits]]) };
	const tasks = visitTasks(doors, facts, new Date(now), settings);
	return unvisited(tasks, () => grid ?? GRID, settings);
}

describe('R-V3 tier A seriously overdue opens an issue', () => {
	test('from the first minute in Shanghai of the third day after the due day', () => {
		expect(raised('2026-11-15T15:59:00.000Z')).toEqual([]);
		expect(raised('2026-11-15T16:01:00.000Z')).toEqual([
			{
				grid: GRID,
				household: home.household._id,
				dwelling: home.dwelling._id,
				due: '2026-11-13',
				since: '2026-11-15T16:00:00.000Z'
			}
		]);
	});
	test('it stays the same issue however long nobody comes, by whatever clock', () => {
		const ids = ['2026-11-16T02:00:00.000Z', '2026-11-16T04:00:00.000Z', '2027-01-20T02:00:00.000Z'].flatMap(
			(now) => raised(now).map((facts) => raisedIssue(facts)[0]._id)
		);
		expect(ids).toHaveLength(3);
		expect(new Set(ids).size).toBe(1);
	});
	test('the next period that is missed is another one', () => {
		const later = aVisit(home.household, '2026-11-20T02:00:00.000Z');
		const [first] = raised('2026-11-16T02:00:00.000Z');
		const [second] = raised('2026-12-10T02:00:00.000Z', [met, later]);
		expect(second?.due).toBe('2026-11-29');
		expect(second && raisedIssue(second)[0]._id).not.toBe(first && raisedIssue(first)[0]._id);
	});
	test('a contact ends it, a shut door does not', () => {
		const now = '2026-11-16T02:00:00.000Z';
		expect(raised(now, [met, aVisit(home.household, '2026-11-16T01:00:00.000Z')])).toEqual([]);
		const shut = aVisit(home.household, '2026-11-16T01:00:00.000Z', { outcome: 'noAnswer' });
		expect(raised(now, [met, shut])).toHaveLength(1);
	});
	test('other tiers are told to the manager by the list, not by an issue', () => {
		expect(raised('2026-12-30T02:00:00.000Z', [met], 'aloneElder')).toEqual([]);
	});
});
