import { describe, expect, test } from 'vitest';
import { surgeProblems, surgeState, type SurgeDraft } from './surge-plan';

const TODAY = '2026-11-21';
const round: SurgeDraft = {
	kind: 'cold',
	title: '寒潮走访',
	tiers: ['A', 'B'],
	from: '2026-11-21',
	to: '2026-11-23',
	grids: undefined
};

describe('R-V8 a round is planned', () => {
	test.each<[Partial<SurgeDraft>, string[]]>([
		[{}, []],
		[{ title: '  ' }, ['name']],
		[{ tiers: [] }, ['tiers']],
		[{ from: '' }, ['days']],
		[{ to: '2026-11-20' }, ['order']],
		[{ from: '2026-11-18', to: '2026-11-20' }, ['past']],
		[{ to: '2027-02-20' }, []],
		[{ to: '2027-02-21' }, ['long']],
		[{ from: '2028-02-28', to: '2028-02-29' }, []],
		[{ grids: [] }, ['grids']],
		[{ title: '', tiers: [], grids: [] }, ['name', 'tiers', 'grids']]
	])('%j: %j', (change, problems) => expect(surgeProblems({ ...round, ...change }, TODAY)).toEqual(problems));
	test('it runs from its first day to its last, both of them', () => {
		expect(
			['2026-11-20', '2026-11-21', '2026-11-23', '2026-11-24'].map((day) => surgeState(round, day))
		).toEqual(['planned', 'running', 'running', 'over']);
	});
});
