import { describe, expect, test } from 'vitest';
import { aHome, aVisit } from '../../../tests/fixtures/neighbourhood';
import { metresBetween, qualityHints, verified } from './evidence';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const door = { lat: 30.25, lng: 120.17 };
/** Due north of the door. */
const fix = (metres: number, accuracy: number) => ({
	lat: door.lat + metres / 111_195,
	lng: door.lng,
	accuracy,
	at: '2026-11-21T02:00:00.000Z'
});

describe('R-V9 evidence', () => {
	test('a fix within 100 metres, its accuracy taken off, verifies; nothing ever blocks', () => {
		expect(Math.round(metresBetween(fix(100, 0), door))).toBe(100);
		expect(verified(fix(99, 0), door, settings)).toBe('verified');
		expect(verified(fix(140, 45), door, settings)).toBe('verified');
		expect(verified(fix(140, 30), door, settings)).toBe('elsewhere');
		expect(verified(undefined, door, settings)).toBe('unknown');
		expect(verified(fix(0, 5), undefined, settings)).toBe('unknown');
	});

	const { household } = aHome();
	const at = (minutes: number) => new Date(Date.UTC(2026, 10, 21, 1, minutes)).toISOString();
	test('a home visit of under two minutes is hinted at; a shut door takes no time', () => {
		const short = aVisit(household, at(0), { endedAt: at(1) });
		const fine = aVisit(household, at(10), { endedAt: at(12) });
		const shut = aVisit(household, at(20), { endedAt: at(20), outcome: 'noAnswer' });
		expect(qualityHints([fine, shut, short], settings)).toEqual([{ visit: short, hint: 'short' }]);
	});
	test('the 21st home visit within an hour is hinted at, the 20th is not', () => {
		const every = (minutes: number, count: number) =>
			Array.from({ length: count }, (_, i) => aVisit(household, at(i * minutes)));
		expect(qualityHints(every(2, 20), settings)).toEqual([]);
		expect(qualityHints(every(2, 21), settings)).toHaveLength(1);
		expect(qualityHints(every(3, 40), settings)).toEqual([]);
	});
});
