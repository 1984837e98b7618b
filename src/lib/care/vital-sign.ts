import * as v from 'valibot';
import { text, timestamp } from '../record';

/** Danger symptoms that make a high pressure an emergency (domain.md 2.4, R-E3). */
export const SYMPTOMS = ['headache', 'vomiting', 'speechOrLimb', 'chestOrBackPain', 'breathless'] as const;

/*
 * Bounds are what a device can show, not what is healthy: an impossible value is asked again and may be forced
 * (R-E5), so the record takes more than the form does. Grades are derived, never stored (N6).
 */
const measured = {
	measuredAt: timestamp,
	/** The instrument, as written on it. */
	device: v.optional(text(60)),
	posture: v.optional(v.picklist(['sitting', 'lying', 'standing'])),
	symptoms: v.optional(v.array(v.picklist(SYMPTOMS)))
};
const within = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));

export const vitalSign = v.variant('kind', [
	v.object({
		...measured,
		kind: v.literal('bloodPressure'),
		/** mmHg */
		values: v.object({ systolic: within(20, 350), diastolic: within(10, 250) })
	}),
	v.object({
		...measured,
		kind: v.literal('bloodSugar'),
		/** mmol/L */
		values: v.object({
			glucose: within(0, 60),
			when: v.optional(v.picklist(['fasting', 'afterMeal', 'random']))
		})
	}),
	v.object({
		...measured,
		kind: v.literal('temperature'),
		/** °C */
		values: v.object({ celsius: within(20, 50) })
	}),
	v.object({
		...measured,
		kind: v.literal('pulse'),
		/** Beats a minute */
		values: v.object({ perMinute: within(0, 350) })
	}),
	v.object({
		...measured,
		kind: v.literal('oxygen'),
		/** SpO₂, per cent */
		values: v.object({ percent: within(0, 100) })
	})
]);
export type VitalSign = v.InferOutput<typeof vitalSign>;
