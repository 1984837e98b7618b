import { expect, test } from 'vitest';
import { withinLimit } from '../session/lock-settings';
import { lockLimit } from './lock-limit';

test('N10 without a word of the community everybody decides', () => {
	expect(lockLimit([])).toBe(0);
	expect(lockLimit([{ lock: { idle: 'five' } }])).toBe(0);
	expect(withinLimit(30, 0)).toBe(30);
});

test('N10 the community’s limit shortens and never lengthens', () => {
	expect(lockLimit([{ lock: { idle: 10 } }, { doorCard: {} }, { lock: { idle: 5 } }])).toBe(5);
	expect(withinLimit(30, 5)).toBe(5);
	expect(withinLimit(2, 5)).toBe(2);
});
