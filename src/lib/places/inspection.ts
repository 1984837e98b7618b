import * as v from 'valibot';
import { noiseZone } from '../org/noise-zone';
import { photoRefs } from '../photo';
import { docFields, geoFix, ref, requiredText, text, timestamp, type RecordType } from '../record';

/** One noise measurement. Limit and excess follow from zone, hour and settings (R-I6), so they are not stored. */
export const noiseReading = v.object({
	/** LAeq, dB(A) */
	laeq: v.pipe(v.number(), v.minValue(0), v.maxValue(200)),
	lmax: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(200))),
	durationS: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
	at: timestamp,
	/** A phone's microphone is `indicative` and never counts as exceeding (R-I7). */
	instrument: v.picklist(['calibrated', 'indicative']),
	zone: noiseZone
});
export type NoiseReading = v.InferOutput<typeof noiseReading>;

/**
 * One filled template at one place (检查记录). Score, vetoes, grade and findings are derived from answers and template
 * (R-I2, R-I3, N6). Immutable: a correction names the one it replaces (N4).
 */
export const inspectionSchema = v.object({
	...docFields,
	type: v.literal('inspection'),
	template: v.object({ code: requiredText(40), version: requiredText(32) }),
	/** The point or the premises. */
	subject: v.union([ref('inspectionPoint'), ref('premises')]),
	at: timestamp,
	/** Item code → what was found. A failed item has a photo or a note (R-I4). */
	answers: v.record(
		v.string(),
		v.object({
			result: v.picklist(['pass', 'fail', 'na']),
			note: v.optional(text(1000)),
			photos: photoRefs
		})
	),
	readings: v.optional(v.array(noiseReading)),
	geoFix: v.optional(geoFix),
	/** The order that this visit checks again (R-I5). */
	rechecks: v.optional(ref('rectification')),
	note: v.optional(text(2000)),
	replaces: v.optional(ref('inspection'))
});
export type Inspection = v.InferOutput<typeof inspectionSchema>;

export const inspectionType: RecordType<Inspection> = {
	type: 'inspection',
	v: 1,
	scope: 'area',
	nature: 'event',
	schema: inspectionSchema,
	columns: (inspection) => ({
		subject: inspection.subject,
		at: inspection.at,
		kind: inspection.template.code,
		...(inspection.rechecks && { place: inspection.rechecks })
	})
};
