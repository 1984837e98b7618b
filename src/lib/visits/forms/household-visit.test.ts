import { expect, test } from 'vitest';
import { begin, fill } from '../../forms/scenario';
import { VISIT_METHODS, VISIT_OUTCOMES } from '../visit';
import definition from './household-visit.form.json';

test('the visit form begins with a visit at home and asks for the outcome', () => {
	const form = begin(definition);
	expect(form.answers()).toEqual({ method: 'home' });
	expect(form.validate().first?.path).toBe('outcome');
});

test('purposes are asked when somebody was met, and left out when nobody was', () => {
	const form = begin(definition);
	fill(form, { outcome: 'met' });
	expect(form.node('purposes')?.relevant).toBe(true);
	expect(form.validate().first?.path).toBe('purposes');
	fill(form, { purposes: ['routine', 'needs'], note: '窗户漏水' });
	expect(form.validate().ok).toBe(true);
	expect(form.answers()).toEqual({
		method: 'home',
		outcome: 'met',
		purposes: ['routine', 'needs'],
		note: '窗户漏水'
	});
	fill(form, { outcome: 'noAnswer' });
	expect(form.answers()).toEqual({ method: 'home', outcome: 'noAnswer', note: '窗户漏水' });
	expect(form.node('no_answer_next')?.relevant).toBe(true);
});

test('a note of more than 2,000 characters is refused', () => {
	const form = begin(definition);
	fill(form, { outcome: 'vacant', note: '长'.repeat(2001) });
	expect(form.validate().errors.map(({ node, trouble }) => [node.path, trouble.code])).toEqual([
		['note', 'constraint']
	]);
});

test('its choices are the words of the visit record', () => {
	const names = (list: readonly { name: string }[]) => list.map((choice) => choice.name);
	expect(names(definition.choices.methods)).toEqual([...VISIT_METHODS]);
	expect(names(definition.choices.outcomes)).toEqual([...VISIT_OUTCOMES]);
});
