import { describe, expect, test } from 'vitest';
import { aHome, aVisit } from '../../../tests/fixtures/neighbourhood';
import type { Household } from '../people/people';
import { effectiveVisits, standingVisits } from './contacts';
import { obligationsOf, type Surge } from './obligations';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings, type CareTier } from './visit-settings';

const NOW = new Date('2026-11-21T02:00:00.000Z');

function owed(household: Household, visits: Visit[], tier: CareTier = 'D', surges: Surge[] = [], now = NOW) {
	const standing = standingVisits(visits);
	return obligationsOf(
		{
			household,
			tier,
			visits: standing,
			effective: effectiveVisits(standing, tier, settings),
			ladder: undefined,
			surges
		},
		now,
		settings
	);
}
const whys = (...args: Parameters<typeof owed>) => owed(...args).map(({ why }) => why);

describe('R-V6 contact within 24 hours after a major change', () => {
	const { household } = aHome();
	const told = aVisit(household, '2026-11-20T02:00:00.000Z', {
		outcome: 'noAnswer',
		asked: 'neighbour',
		located: true,
		majorChange: 'discharged'
	});
	test('leads whatever else is due, and ends at the same minute of the next day', () => {
		expect(owed(household, [told])[0]).toMatchObject({
			why: 'majorChange',
			what: 'discharged',
			due: { deadline: '2026-11-21T02:00:00.000Z', state: 'dueSoon' }
		});
		const late = new Date('2026-11-21T02:00:00.001Z');
		expect(owed(household, [told], 'D', [], late)[0]?.due.state).toBe('overdue');
	});
	test('a contact after it settles it', () => {
		expect(whys(household, [told, aVisit(household, '2026-11-20T08:00:00.000Z')])).toEqual(['cadence']);
	});
});

describe('R-V7 a safety sign overrides a refusal', () => {
	test('the refused household is asked again at once after a fall', () => {
		const { household } = aHome();
		const refused = aVisit(household, '2026-11-19T02:00:00.000Z', { outcome: 'refused' });
		expect(owed(household, [refused], 'B')[0]).toMatchObject({ why: 'cadence', due: { state: 'notYet' } });
		const fall = aVisit(household, '2026-11-21T01:00:00.000Z', {
			outcome: 'noAnswer',
			asked: 'neighbour',
			majorChange: 'fall'
		});
		expect(whys(household, [refused, fall], 'B')[0]).toBe('majorChange');
	});
});

describe('R-V8 a surge round', () => {
	const heat: Surge = { title: '高温走访', tiers: ['A', 'B'], from: '2026-11-20', to: '2026-11-22' };
	const { household } = aHome();
	test('adds a task for its tiers and leaves the cadence alone', () => {
		expect(whys(household, [], 'B', [heat])).toEqual(['surge', 'cadence']);
		expect(whys(household, [], 'C', [heat])).toEqual(['cadence']);
	});
	test('a contact inside the round settles it, one before it does not', () => {
		expect(whys(household, [aVisit(household, '2026-11-20T02:00:00.000Z')], 'B', [heat])).toEqual([
			'cadence'
		]);
		expect(whys(household, [aVisit(household, '2026-11-19T15:59:00.000Z')], 'B', [heat])).toContain('surge');
	});
	test('ends with its last day in Shanghai', () => {
		const lastMinute = new Date('2026-11-22T15:59:00.000Z');
		const over = new Date('2026-11-22T16:01:00.000Z');
		expect(whys(household, [], 'B', [heat], lastMinute)).toContain('surge');
		expect(whys(household, [], 'B', [heat], over)).not.toContain('surge');
	});
});

describe('R-V10 a new occupant', () => {
	const found = aHome({ origin: 'field', createdAt: '2026-11-15T02:00:00.000Z' }).household;
	test('is visited within seven days of being found', () => {
		expect(owed(found, [])[0]).toMatchObject({
			why: 'newOccupant',
			due: { by: '2026-11-22', state: 'dueSoon' }
		});
	});
	test('who moves in later is visited from that day on', () => {
		expect(
			owed({ ...found, since: '2026-12-30' }, []).find(({ why }) => why === 'newOccupant')?.due
		).toMatchObject({
			from: '2026-12-30',
			by: '2027-01-06',
			state: 'notYet'
		});
	});
	test('an imported household is nobody’s discovery', () => {
		expect(whys(aHome().household, [])).toEqual(['cadence']);
	});
});

test('an agreed day comes back, until somebody was met after it was agreed', () => {
	const { household } = aHome();
	const agreed = aVisit(household, '2026-11-18T02:00:00.000Z', { nextContact: '2026-11-21' });
	expect(owed(household, [agreed])[0]).toMatchObject({ why: 'agreed', due: { state: 'dueSoon' } });
	expect(whys(household, [agreed, aVisit(household, '2026-11-21T01:00:00.000Z')])).toEqual(['cadence']);
});
