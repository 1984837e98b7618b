import { describe, expect, test } from 'vitest';
import { aHome, aResident, cares } from '../../../tests/fixtures/neighbourhood';
import { emptyPerson, personFields, personProblems, personValues, possibleDuplicates } from './person-values';

const { household } = aHome();

describe('a person as typed', () => {
	test('needs a name and nothing else (R-V13)', () => {
		expect(personProblems(emptyPerson(), 2026)).toEqual(['nameMissing']);
		expect(personProblems({ ...emptyPerson(), name: '王秀英' }, 2026)).toEqual([]);
	});
	test.each([
		['13812341234', []],
		['138 1234 1234', []],
		['0571-87654321', []],
		['057187654321', []],
		['12345', ['phone']],
		['1381234123', ['phone']]
	])('phone %s: %j', (phone, problems) =>
		expect(personProblems({ ...emptyPerson(), name: '王', phone }, 2026)).toEqual(problems)
	);
	test.each([
		['1946', []],
		['1899', ['birthYear']],
		['2027', ['birthYear']],
		['46', ['birthYear']],
		['一九四六', ['birthYear']]
	])('year of birth %s: %j', (birthYear, problems) =>
		expect(personProblems({ ...emptyPerson(), name: '王', birthYear }, 2026)).toEqual(problems)
	);
	test('what was not touched stays: dates of a category, and a category of a newer app', () => {
		const before = aResident(household, {
			careCategories: [
				{ category: 'lowIncome', since: '2020-01-01' },
				{ category: 'newKind' as never, since: '2026-01-01' }
			]
		});
		const values = personValues(before);
		expect(values.careCategories).toEqual(['lowIncome']);
		expect(personFields(values, before).careCategories).toEqual(before.careCategories);
		expect(
			personFields({ ...values, careCategories: ['aloneElder'] }, before).careCategories.map(
				(c) => c.category
			)
		).toEqual(['newKind', 'aloneElder']);
	});
	test('what was emptied is removed', () => {
		const before = aResident(household, { phone: '13812341234', careCategories: cares('lowIncome') });
		expect(personFields({ ...personValues(before), phone: '' }, before).phone).toBeUndefined();
	});
});

describe('possible duplicates while typing', () => {
	const wang = aResident(household, { name: '王秀英', birthYear: 1946, phone: '13812341234' });
	const found = (values: Partial<ReturnType<typeof emptyPerson>>, except?: string) =>
		possibleDuplicates({ ...emptyPerson(), ...values }, [wang], except).length;
	test('the same name, unless the years of birth are apart', () => {
		expect(found({ name: '王秀英' })).toBe(1);
		expect(found({ name: '王秀英', birthYear: '1947' })).toBe(1);
		expect(found({ name: '王秀英', birthYear: '1980' })).toBe(0);
		expect(found({ name: '王' })).toBe(0);
	});
	test('the same phone, whatever the name', () =>
		expect(found({ name: '李', phone: '13812341234' })).toBe(1));
	test('nobody is his own duplicate', () => expect(found({ name: '王秀英' }, wang._id)).toBe(0));
});
