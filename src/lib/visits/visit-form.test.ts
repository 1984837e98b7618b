import { expect, test } from 'vitest';
import { aHome } from '../../../tests/fixtures/neighbourhood';
import { begin, fill } from '../forms/scenario';
import { joinDoors } from '../people/door';
import householdVisit from './forms/household-visit.form.json';
import keyVisit from './forms/key-visit.form.json';
import newOccupantVisit from './forms/new-occupant-visit.form.json';
import rentalVisit from './forms/rental-visit.form.json';
import { taskOf } from './tasks';
import { MAJOR_CHANGES, NEEDS, VISIT_METHODS, VISIT_OUTCOMES } from './visit';
import { VISIT_FORMS, visitFormOf } from './visit-form';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const SHIPPED = [householdVisit, keyVisit, rentalVisit, newOccupantVisit];

test('every visit form is shipped under its name', () => {
	expect(SHIPPED.map(({ id }) => id)).toEqual([...VISIT_FORMS]);
});

test.each(SHIPPED.map((form) => [form.id, form] as const))('%s', (_, form) => {
	const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
	const { methods, outcomes, needs, changes } = form.choices;
	expect([names(methods), names(outcomes), names(needs), names(changes)]).toEqual([
		[...VISIT_METHODS],
		[...VISIT_OUTCOMES],
		[...NEEDS],
		[...MAJOR_CHANGES]
	]);
	const live = begin(form);
	fill(live, { outcome: 'noAnswer' });
	expect(live.validate().ok, 'a shut door needs no more answers').toBe(true);
	fill(live, { outcome: 'met', purposes: ['routine'], nextContact: '2026-11-20' });
	expect(live.validate().errors.map(({ node }) => node.path)).toContain('nextContact');
});

test('the form fits the household: a newcomer first, then who needs more, then how they live', () => {
	const now = new Date('2026-11-21T02:00:00.000Z');
	function fitting(fields: Parameters<typeof aHome>[0], use: 'home' | 'rental' = 'home') {
		const home = aHome(fields);
		const dwelling = { ...home.dwelling, use };
		const [door] = joinDoors({
			compounds: [home.compound],
			buildings: [home.building],
			dwellings: [dwelling],
			households: [home.household],
			residents: []
		});
		return door && visitFormOf(taskOf(door, { visits: new Map() }, now, settings), home.household, dwelling);
	}
	const override = { tier: 'B', reason: '刚出院', until: '2026-12-31', by: 'cadre01' } as const;
	expect(fitting({})).toBe('household-visit');
	expect(fitting({ tenure: 'tenant' })).toBe('rental-visit');
	expect(fitting({}, 'rental')).toBe('rental-visit');
	expect(fitting({ tenure: 'tenant', tierOverride: override })).toBe('key-visit');
	expect(fitting({ origin: 'field', createdAt: '2026-11-20T02:00:00.000Z' })).toBe('new-occupant-visit');
});
