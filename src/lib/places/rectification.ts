import * as v from 'valibot';
import { profileFields, ref, requiredText, text, timestamp, type RecordType } from '../record';
import { mendLimit } from './inspection-template';

/**
 * The order to mend what an inspection found (整改), one an inspection (R-I5). Its deadline follows from the limits and
 * the work calendar; whether it is done follows from the inspections that check it again (`rechecks`). Neither is
 * stored (N6).
 */
export const rectificationSchema = v.object({
	...profileFields,
	type: v.literal('rectification'),
	inspection: ref('inspection'),
	/** The point or the premises. */
	subject: v.union([ref('inspectionPoint'), ref('premises')]),
	/** The failed items, each with the time it was given. */
	items: v.pipe(v.array(v.object({ code: requiredText(40), limit: mendLimit })), v.minLength(1)),
	orderedAt: timestamp,
	/** Who has to mend it, as text: a shop, the property manager. */
	responsible: v.optional(text(100)),
	/** When the responsible said that it was mended. */
	reportedDone: v.optional(timestamp),
	note: v.optional(text(1000))
});
export type Rectification = v.InferOutput<typeof rectificationSchema>;

export const rectificationType: RecordType<Rectification> = {
	type: 'rectification',
	v: 1,
	scope: 'area',
	nature: 'profile',
	schema: rectificationSchema,
	columns: (order) => ({ subject: order.subject, place: order.inspection })
};
