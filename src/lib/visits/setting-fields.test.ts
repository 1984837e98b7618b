import { expect, test } from 'vitest';
import { withSettings } from '../org/settings';
import { contradictions, problemOf, SETTING_FIELDS, settingAt, settingValues } from './setting-fields';
import { DEFAULT_VISIT_SETTINGS as shipped } from './visit-settings';

const all = Object.values(SETTING_FIELDS).flat();

test('N10 the shipped default lies within the bounds of its own screen', () => {
	for (const field of all)
		expect([field.path, problemOf(field, String(settingAt(shipped, field.path)))]).toEqual([
			field.path,
			undefined
		]);
	expect(contradictions(shipped)).toEqual([]);
});

test.each([
	['', 'empty'],
	['  ', 'empty'],
	['七', 'whole'],
	['7.5', 'whole'],
	['-7', 'whole'],
	['6', 'low'],
	['18', undefined],
	['19', 'high'],
	[' 10 ', undefined]
])('the longest gap of tier A as %j is %s', (typed, problem) => {
	const [field] = SETTING_FIELDS.A;
	expect(field && problemOf(field, typed)).toBe(problem);
});

test('N10 what is set is read by the rules, and nothing else changes', () => {
	const values = settingValues(
		{ cadence: { B: { soon: 5 } }, kept: true },
		{ 'cadence.A.maxGap': 8, oldestAge: 75 }
	);
	expect(values).toEqual({ cadence: { A: { maxGap: 8 }, B: { soon: 5 } }, kept: true, oldestAge: 75 });
	const settings = withSettings(shipped, values);
	expect(settings.cadence.A).toEqual({ ...shipped.cadence.A, maxGap: 8 });
	expect(settings.cadence.B.soon).toBe(5);
	expect(settings.pairing).toEqual(shipped.pairing);
});

test('reporting before the second try makes no sense', () => {
	const settings = withSettings(shipped, settingValues({}, { 'noAnswer.reportHours': 12 }));
	expect(contradictions(settings)).toEqual(['noAnswer.reportHours']);
});
