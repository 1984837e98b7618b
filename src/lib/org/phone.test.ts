import { expect, test } from 'vitest';
import { isPhone } from './phone';

test.each([
	['13000000302', true],
	['130 0000 0302', true],
	['0571-80000000', true],
	['0571-80000000转12', true],
	['010-8000000', true],
	['12345', true],
	['1300000030', false],
	['80000000', false],
	['王芳', false],
	['', false]
])('%j can be rung: %s', (typed, can) => expect(isPhone(typed)).toBe(can));
