import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHome, aResident, cares } from '../../../tests/fixtures/neighbourhood';
import { CARE_CATEGORIES } from '../people/people';
import { tierOf } from './tier';
import { DEFAULT_VISIT_SETTINGS as settings } from './visit-settings';

const TODAY = '2026-11-21';

describe('R-V1 the strictest category sets the tier', () => {
	const { household } = aHome();
	const tier = (...residents: Parameters<typeof aResident>[1][]) =>
		tierOf(
			household,
			residents.map((fields) => aResident(household, fields)),
			TODAY,
			settings
		);

	test('an ordinary household is D', () => {
		expect(tier({})).toEqual({ tier: 'D' });
	});
	test('living alone is B, at 80 it is A and says why', () => {
		expect(tier({ careCategories: cares('aloneElder'), birthYear: 1950 })).toEqual({
			tier: 'B',
			because: 'aloneElder'
		});
		expect(tier({ careCategories: cares('aloneElder'), birthYear: 1946 })).toEqual({
			tier: 'A',
			because: 'age80'
		});
		expect(tier({ careCategories: cares('aloneElder', 'oldest80') })).toEqual({
			tier: 'A',
			because: 'age80'
		});
	});
	test('dementia is A, low income B, a tenant C', () => {
		expect(tier({ careCategories: cares('dementia') }).tier).toBe('A');
		expect(tier({ careCategories: cares('lowIncome') }).tier).toBe('B');
		expect(tier({ careCategories: cares('jobless') }).tier).toBe('C');
		expect(tierOf(aHome({ tenure: 'tenant' }).household, [], TODAY, settings).tier).toBe('C');
	});
	test('registered here but living elsewhere is E, unless somebody needs more', () => {
		const absent = aHome({ tenure: 'registeredAbsent' }).household;
		expect(tierOf(absent, [], TODAY, settings).tier).toBe('E');
		expect(
			tierOf(absent, [aResident(absent, { careCategories: cares('orphan') })], TODAY, settings).tier
		).toBe('B');
	});
	test('the strictest of several people wins', () => {
		expect(tier({ careCategories: cares('tenant') }, { careCategories: cares('dementia') }).tier).toBe('A');
	});
	test('an ended category and a person who moved away no longer count', () => {
		expect(tier({ careCategories: [{ category: 'lowIncome', until: '2026-11-20' }] }).tier).toBe('D');
		expect(tier({ careCategories: cares('dementia'), status: 'movedAway' }).tier).toBe('D');
	});
	test('what a category means is data of the community', () => {
		const ours = { ...settings, tierOf: { ...settings.tierOf, lowIncome: 'C' as const } };
		expect(
			tierOf(household, [aResident(household, { careCategories: cares('lowIncome') })], TODAY, ours).tier
		).toBe('C');
	});
	test('an open risk lifts the tier, red to A, orange to B, yellow to C (R-E7)', () => {
		const resident = aResident(household, {});
		const at = (level: 'yellow' | 'orange' | 'red') =>
			tierOf(household, [resident], TODAY, settings, new Map([[resident._id, level]]));
		expect(at('red')).toEqual({ tier: 'A', because: 'risk' });
		expect(at('orange').tier).toBe('B');
		expect(at('yellow').tier).toBe('C');
	});
	test('a manager’s word stands until its last day', () => {
		const override = { tier: 'A', reason: '刚出院', until: TODAY, by: 'cadre01' } as const;
		expect(tierOf({ ...household, tierOverride: override }, [], TODAY, settings).because).toBe('override');
		expect(tierOf({ ...household, tierOverride: override }, [], '2026-11-22', settings)).toEqual({
			tier: 'D'
		});
	});
	test('however categories are mixed, more of them never make the tier laxer', () => {
		const categories = fc.array(fc.constantFrom(...CARE_CATEGORIES), { maxLength: 6 });
		fc.assert(
			fc.property(categories, categories, (some, more) => {
				const few = tier({ careCategories: cares(...some) }).tier;
				const many = tier({ careCategories: cares(...some, ...more) }).tier;
				expect(many <= few).toBe(true);
			})
		);
	});
});
