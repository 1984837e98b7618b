import * as v from 'valibot';
import { profileFields, type RecordType } from '../record';

/** How a user wants the app; one record, merged field by field over the user's devices. */
export const preferenceSchema = v.object({
	...profileFields,
	type: v.literal('preference'),
	locale: v.optional(v.picklist(['zh-CN', 'en'])),
	theme: v.optional(v.picklist(['system', 'light', 'dark'])),
	/** Pixels of body text. */
	textSize: v.optional(v.pipe(v.number(), v.minValue(12), v.maxValue(40))),
	elderView: v.optional(v.boolean()),
	/** Minutes without a touch after which the app locks. */
	lockAfter: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1440)))
});
export type Preference = v.InferOutput<typeof preferenceSchema>;

export const preferenceType: RecordType<Preference> = {
	type: 'preference',
	v: 1,
	scope: 'user',
	nature: 'profile',
	schema: preferenceSchema,
	columns: () => ({}),
	// Managers read the database for its reports, but the preferences are their owner's.
	mayWrite: (preference, writer) => preference.createdBy === writer.name
};
