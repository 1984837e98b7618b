import * as v from 'valibot';
import { byManagers, profileFields, requiredText, text, type RecordType } from '../record';

const words = v.record(v.string(), text(400));

/** How long a failed item may stay (R-I5): `spot` before the inspector leaves. */
export const mendLimit = v.variant('unit', [
	v.object({ unit: v.literal('spot') }),
	v.object({
		unit: v.picklist(['hours', 'days', 'workingDays']),
		amount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))
	})
]);
export type MendLimit = v.InferOutput<typeof mendLimit>;

export const checkItem = v.object({
	code: requiredText(40),
	/** Language → text. */
	text: words,
	weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
	/** Fails all when it fails (R-I2). */
	veto: v.optional(v.boolean()),
	photoRule: v.optional(v.picklist(['none', 'onFail', 'always'])),
	/** What an inspector looks at. */
	evidence: v.optional(words),
	limit: v.optional(mendLimit)
});

/** A list of what is looked at (检查模板). (code, version) never changes; an old inspection keeps its version (R-I12). */
export const inspectionTemplateSchema = v.object({
	...profileFields,
	type: v.literal('inspectionTemplate'),
	code: requiredText(40),
	version: requiredText(32),
	title: words,
	items: v.pipe(v.array(checkItem), v.minLength(1), v.maxLength(200)),
	/** Best first; the grade is the first whose `from` the score reaches (R-I3). */
	grades: v.array(
		v.object({ grade: v.picklist(['excellent', 'pass', 'rectify', 'fail']), from: v.number() })
	),
	expectedCadence: v.optional(v.picklist(['day', 'week', 'month', 'quarter', 'halfYear', 'year']))
});
export type InspectionTemplate = v.InferOutput<typeof inspectionTemplateSchema>;

export const inspectionTemplateType: RecordType<InspectionTemplate> = {
	type: 'inspectionTemplate',
	v: 1,
	scope: 'area',
	nature: 'profile',
	schema: inspectionTemplateSchema,
	columns: (template) => ({ kind: template.code }),
	mayWrite: byManagers
};
