import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../org/calendar';
import { dueOf } from './due';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const TODAY = '2026-11-21';

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

describe('R-V2, R-V3 for every tier and history', () => {
	const days = fc.integer({ min: 0, max: 3_000 }).map((n) => addDays('2024-01-01', n));
	const tiers = fc.constantFrom('A', 'B', 'C', 'D', 'E');

	test('never later than the longest gap, and never before the contact', () => {
		fc.assert(
			fc.property(tiers, days, days, (tier, contact, today) => {
				const { by, from } = dueOf(tier, [contact], today, settings);
				expect(by <= addDays(contact, settings.cadence[tier].maxGap)).toBe(true);
				expect(by > contact && from <= by).toBe(true);
			})
		);
	});
	test('a newer contact never makes it due sooner', () => {
		fc.assert(
			fc.property(tiers, days, days, days, (tier, a, b, today) => {
				const [older, newer] = [a, b].sort() as [string, string];
				const before = dueOf(tier, [older], today, settings).by;
				expect(dueOf(tier, [older, newer], today, settings).by >= before).toBe(true);
			})
		);
	});
	test('as days pass without a contact it only gets more pressing', () => {
		const order = ['notYet', 'open', 'dueSoon', 'overdue', 'seriouslyOverdue'];
		fc.assert(
			fc.property(tiers, days, fc.nat(800), (tier, contact, later) => {
				const pressing = (n: number) =>
					order.indexOf(dueOf(tier, [contact], addDays(contact, n), settings).state);
				expect(pressing(later + 1) >= pressing(later)).toBe(true);
			})
		);
	});
	test('the cadence is data of the community (N10)', () => {
		const ours = { ...settings, cadence: { ...settings.cadence, B: { ...settings.cadence.B, maxGap: 20 } } };
		expect(dueOf('B', ['2026-11-02'], TODAY, ours).by).toBe('2026-11-22');
	});
});

describe('R-V7 a refusal', () => {
	test('is not pressed: asked again in the next period, though nobody was met', () => {
		const due = dueOf('B', [], TODAY, settings, '2026-11-20');
		expect(due).toMatchObject({ state: 'notYet', from: '2026-12-01', by: '2026-12-31' });
		expect(due.lastContact).toBeUndefined();
	});
	test('of long ago says nothing about today', () => {
		expect(dueOf('B', ['2026-11-10'], TODAY, settings, '2026-10-02').by).toBe('2026-12-25');
	});
});
