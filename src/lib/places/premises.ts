import * as v from 'valibot';
import { gridCode } from '../org/org';
import { day, profileFields, ref, requiredText, text, type RecordType } from '../record';

export const PREMISES_KINDS = [
	'shop',
	'restaurant',
	'workshop',
	'market',
	'school',
	'office',
	'other'
] as const;

/** A shop, restaurant or workshop (场所/门市). */
export const premisesSchema = v.object({
	...profileFields,
	type: v.literal('premises'),
	name: requiredText(60),
	kind: v.picklist(PREMISES_KINDS),
	grid: gridCode,
	/** As painted above the door. */
	address: requiredText(200),
	building: v.optional(ref('building')),
	operator: v.optional(text(60)),
	phone: v.optional(text(20)),
	/** The signed 门前三包 duty. */
	frontageDuty: v.optional(v.object({ signedAt: day, bounds: text(200) })),
	/** Restaurants: what R-I8 asks for. */
	purifier: v.optional(v.boolean()),
	greaseTrap: v.optional(v.boolean()),
	cleanEnergy: v.optional(v.boolean()),
	/** The last day that the cleaning log showed. */
	cleaningLogSeen: v.optional(day)
});
export type Premises = v.InferOutput<typeof premisesSchema>;

export const premisesType: RecordType<Premises> = {
	type: 'premises',
	v: 1,
	scope: 'area',
	nature: 'profile',
	schema: premisesSchema,
	columns: (premises) => ({
		subject: premises.grid,
		kind: premises.kind,
		...(premises.building && { place: premises.building })
	})
};
