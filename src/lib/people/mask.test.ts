import { expect, test } from 'vitest';
import { maskName, maskPhone } from './mask';

test('R-P2 a masked name keeps the surname and hides the length', () => {
	expect(maskName('王秀英')).toBe('王*');
	expect(maskName('李强')).toBe('李*');
	expect(maskName('欧阳小王')).toBe('欧阳*');
	expect(maskName('𠮷田')).toBe('𠮷*');
	expect(maskName(' ')).toBe('');
});

test('R-P2 a masked phone keeps what a person recognises', () => {
	expect(maskPhone('13812341234')).toBe('138****1234');
	expect(maskPhone('12345')).toBe('****45');
});
