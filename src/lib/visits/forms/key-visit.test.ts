import { expect, test } from 'vitest';
import { begin, fill } from '../../forms/scenario';
import { RED } from '../red-sign';
import definition from './key-visit.form.json';

const FINE = { health: 'ok', mood: 'ok', gas: 'ok', electricity: 'ok', hygiene: 'ok' };
const MET = { outcome: 'met', purposes: ['safety'], ...FINE };

test('R-E6: danger from gas, fire or electricity is a red sign; a serious state of health is not yet', () => {
	const raised = (grades: Record<string, string>) => {
		const form = begin(definition);
		fill(form, { ...MET, ...grades });
		return form.flags.map(({ id, level }) => [id, level]);
	};
	expect(raised({})).toEqual([]);
	expect(raised({ gas: 'attention' })).toEqual([]);
	expect(raised({ gas: 'serious' })).toEqual([['gas', RED]]);
	expect(raised({ electricity: 'serious' })).toEqual([['electricity', RED]]);
	expect(raised({ health: 'serious' })).toEqual([['health', 'orange']]);
});

test('a sign of a door that was not opened is none', () => {
	const form = begin(definition);
	fill(form, { ...MET, gas: 'serious' });
	expect(form.flags).toHaveLength(1);
	fill(form, { outcome: 'noAnswer' });
	expect(form.flags).toEqual([]);
});
