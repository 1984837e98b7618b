import { expect, test } from 'vitest';
import { cardCode, cardContent, householdOfCode } from './card-code';

const A = 'household:01JQA00000000000107QF29XMK';
const B = 'household:01JQA00000000000108QF29XMZ';

test('a card tells the id and nothing else', () => {
	expect(cardContent(A)).toBe('LINLI:01JQA00000000000107QF29XMK');
	expect(cardCode(A)).toBe('7QF2 9XMK');
});

test.each([
	['as scanned', cardContent(A), A],
	['as typed', cardCode(A), A],
	['small letters, no space', '7qf29xmk', A],
	['letters that look like digits', '01jqaOOOOOOOOOOOiO7qf29xmk', A],
	['another household', cardCode(B), B],
	['too short to be sure', '9XMK', undefined],
	['another shop’s code', 'https://example.org/7QF29XMK', undefined],
	['nothing', '', undefined]
])('%s', (_, code, household) => {
	expect(householdOfCode(code, [A, B])).toBe(household);
});

test('a code that two households share means neither', () => {
	expect(householdOfCode('00000000', ['household:A00000000', 'household:B00000000'])).toBeUndefined();
});
