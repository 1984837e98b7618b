import { describe, expect, test } from 'vitest';
import { aHome, aVisit } from '../../../tests/fixtures/neighbourhood';
import { standingVisits } from './contacts';
import { dayPartOf, ladderOf } from './no-answer';
import type { Visit } from './visit';
import { DEFAULT_VISIT_SETTINGS as settings, type CareTier } from './visit-settings';

const { household } = aHome();
const FIRST = '2026-11-20T02:00:00.000Z';
const noAnswer = (at: string, fields: Partial<Visit> = {}) =>
	aVisit(household, at, { outcome: 'noAnswer', ...fields });
const after = (minutes: number) => new Date(Date.parse(FIRST) + minutes * 60_000);
const ladder = (tier: CareTier, visits: Visit[], now: Date, facts = {}) =>
	ladderOf(tier, standingVisits(visits), facts, now, settings);

describe('R-V5 nobody answered, tier A', () => {
	const call = noAnswer(after(5).toISOString(), { method: 'phone' });
	const contact = noAnswer(after(10).toISOString(), { method: 'phone', asked: 'contact' });
	const neighbour = noAnswer(after(15).toISOString(), { method: 'encounter', asked: 'neighbour' });

	test('call, then the emergency contact, then a neighbour, then report', () => {
		const tried = [noAnswer(FIRST)];
		expect(ladder('A', tried, after(1))?.step).toBe('call');
		expect(ladder('A', [...tried, call], after(6))?.step).toBe('askContact');
		expect(ladder('A', [...tried, call, contact], after(11))?.step).toBe('askNeighbour');
		expect(ladder('A', [...tried, call, contact, neighbour], after(16))?.step).toBe('report');
	});
	test('after two hours it is reported, whoever has been asked', () => {
		expect(ladder('A', [noAnswer(FIRST)], after(120))?.step).toBe('call');
		expect(ladder('A', [noAnswer(FIRST)], after(121))).toMatchObject({
			step: 'report',
			due: { state: 'overdue', deadline: '2026-11-20T04:00:00.000Z' }
		});
	});
	test('somebody who knows where the person is ends it, and resets nothing', () => {
		const found = noAnswer(after(20).toISOString(), { asked: 'neighbour', located: true });
		expect(ladder('A', [noAnswer(FIRST), found], after(180))).toBeUndefined();
	});
	test('once it is reported nobody is sent up the stairs again', () => {
		const facts = { reportedAt: after(30).toISOString() };
		expect(ladder('A', [noAnswer(FIRST)], after(300), facts)?.step).toBe('reported');
	});
	test('an issue of before says nothing about today', () => {
		const facts = { reportedAt: '2026-11-01T02:00:00.000Z' };
		expect(ladder('A', [noAnswer(FIRST)], after(1), facts)?.step).toBe('call');
	});
});

describe('R-V5 nobody answered, tier B', () => {
	test('a second try within 24 hours', () => {
		expect(ladder('B', [noAnswer(FIRST)], after(60))).toMatchObject({
			step: 'tryAgain',
			due: { state: 'dueSoon', deadline: '2026-11-21T02:00:00.000Z' }
		});
		expect(ladder('B', [noAnswer(FIRST)], after(24 * 60 + 1))?.due?.state).toBe('overdue');
	});
	test.each([
		[48 * 60, 'report'],
		[48 * 60 + 1, 'tryAgain']
	])('a second failure %i minutes later: %s', (minutes, step) => {
		const visits = [noAnswer(FIRST), noAnswer(after(minutes).toISOString())];
		expect(ladder('B', visits, after(minutes + 1))?.step).toBe(step);
	});
});

describe('R-V5 nobody answered, tiers C to E', () => {
	const morning = noAnswer('2026-11-18T02:00:00.000Z');
	const afternoon = noAnswer('2026-11-19T06:00:00.000Z');
	const evening = noAnswer('2026-11-20T11:00:00.000Z');
	const now = new Date('2026-11-20T12:00:00.000Z');

	test('three tries, each at another time of day, then a card', () => {
		expect(ladder('D', [morning], now)).toMatchObject({ step: 'tryAgain', dayPart: 1 });
		expect(ladder('D', [morning, afternoon], now)).toMatchObject({ step: 'tryAgain', dayPart: 2 });
		expect(ladder('D', [morning, afternoon, evening], now)?.step).toBe('leaveCard');
		expect(ladder('D', [morning, afternoon, evening], now, { cardLeft: '2026-11-20' })?.step).toBe(
			'cardLeft'
		);
	});
	test('three mornings are one time of day', () => {
		const mornings = ['2026-11-17', '2026-11-18', '2026-11-19'].map((d) => noAnswer(`${d}T02:00:00.000Z`));
		expect(ladder('D', mornings, now)).toMatchObject({ step: 'tryAgain', dayPart: 1 });
	});
	test('meeting somebody begins anew', () => {
		const met = aVisit(household, '2026-11-20T11:30:00.000Z');
		expect(ladder('D', [morning, afternoon, evening, met], now)).toBeUndefined();
	});
});

test('the parts of a day are the community’s own hours', () => {
	expect(
		['03:59', '04:00', '09:59', '10:00'].map((t) => dayPartOf(`2026-11-20T${t}:00.000Z`, settings))
	).toEqual([0, 1, 1, 2]);
});
