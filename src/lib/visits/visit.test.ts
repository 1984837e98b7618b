import { expect, test } from 'vitest';
import { aHome, aVisit } from '../../../tests/fixtures/neighbourhood';
import { isReadable, type Visit } from './visit';

const visit = aVisit(aHome().household, '2026-11-21T02:00:00.000Z');

test('a visit with an outcome that only a newer app knows can be shown', () => {
	expect(isReadable({ ...visit, outcome: 'metByDrone' } as unknown as Visit)).toBe(true);
});

test('a document without what a screen leans on is left out, so that the rest is shown', () => {
	for (const field of ['subject', 'method', 'outcome', 'startedAt', 'purposes'] as const)
		expect(isReadable({ ...visit, [field]: undefined } as unknown as Visit), field).toBe(false);
	expect(isReadable({ ...visit, startedAt: 'yesterday' })).toBe(false);
});
