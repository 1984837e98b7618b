import { expect, test } from 'vitest';
import type { LiveForm } from '../../forms/contract';
import { begin, fill } from '../../forms/scenario';
import definition from './elderly-checkin.form.json';

const subject = { resident: { name: '王秀英', birth_date: '1941-08-15' } };

/** An 85-year-old with a dangerous blood pressure, who fell and missed medicine. */
function unwell(): LiveForm {
	const form = begin(definition, { subject });
	fill(form, { met: 'yes', sbp: 186, dbp: 112, fell: 'yes', adl: ['dress', 'walk'] });
	const medicines = form.node('care/med');
	if (!medicines) throw new Error('no medicines');
	form.add(medicines);
	form.add(medicines);
	fill(form, { 'care/med[1]/drug': '氨氯地平', 'care/med[1]/missed': 2 });
	fill(form, { 'care/med[2]/drug': '二甲双胍', 'care/med[2]/missed': 3 });
	return form;
}

test('a dangerous check-in scores 9: high, action and signature required', () => {
	const form = unwell();
	expect(form.answers()).toMatchObject({ age: 85, bp_points: 3, risk_score: 9, risk_level: 'high' });
	const errors = form.validate().errors.map(({ node, trouble }) => [node.path, trouble.code]);
	expect(errors).toEqual([
		['close/action', 'required'],
		['close/sign', 'required']
	]);
	const note = form.node('risk_note');
	expect(note?.relevant).toBe(true);
	expect(note && form.text(note, 'label', 'zh')).toBe('⚠ 高风险，评分 9，请 24 小时内回访');
	expect(form.flags.map((flag) => flag.id)).toEqual(['bp-critical', 'risk-high']);
	expect(form.instanceName).toBe('王秀英 2026-11-21');
});

test('not met removes vitals and care, and the score drops to 1', () => {
	const form = unwell();
	fill(form, { met: 'no', not_met_reason: 'hospital' });
	const answers = form.answers();
	expect(answers).not.toHaveProperty('vitals');
	expect(answers).not.toHaveProperty('care');
	expect(answers).toMatchObject({ risk_score: 1, risk_level: 'low', age: 85 });
	expect(form.flags).toEqual([]);
	expect(form.validate().ok).toBe(true);
	fill(form, { met: 'yes' });
	expect(form.answers()).toMatchObject({ risk_score: 9, vitals: { sbp: 186, dbp: 112 } });
});

test('an abnormal reading warns and can be recorded; an impossible one cannot', () => {
	const form = begin(definition, { subject });
	fill(form, { met: 'yes', sbp: 186 });
	expect(form.node('sbp')?.warning).toEqual({ code: 'critical_high', params: { bound: 180 } });
	expect(form.node('sbp')?.error).toBeNull();
	fill(form, { sbp: 141 });
	expect(form.node('sbp')?.warning?.code).toBe('normal_high');
	fill(form, { sbp: 300 });
	expect(form.node('sbp')?.error?.code).toBe('constraint');
	fill(form, { sbp: 120, dbp: 130 });
	expect(form.node('dbp')?.error?.code).toBe('constraint');
	fill(form, { sbp: 150 });
	expect(form.node('dbp')?.error).toBeNull();
});

test('a draft comes back with everything, the repeat and what is not relevant now included', () => {
	const form = unwell();
	fill(form, { met: 'no' });
	const stored: unknown = JSON.parse(JSON.stringify(form.draft()));
	const restored = begin(definition, { answers: stored as ReturnType<LiveForm['draft']>, subject });
	expect(restored.draft()).toEqual(form.draft());
	fill(restored, { met: 'yes' });
	expect(restored.answers()).toMatchObject({ risk_score: 9, started_at: '2026-11-21T09:30:00.000+08:00' });
});
