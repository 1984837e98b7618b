import * as v from 'valibot';
import { docFields, ref, requiredText, text, timestamp, type RecordType } from '../record';

/**
 * One entry of a volunteer's time (志愿服务时长). A claim is never changed: what the organiser says of it is a new entry
 * that replaces it (R-H4). Credit is computed from `from` and `to` (R-H1, R-H2); only an adjustment names it.
 */
export const serviceHoursSchema = v.object({
	...docFields,
	type: v.literal('serviceHours'),
	/** User name. */
	volunteer: requiredText(64),
	/** Id of what the time was spent on: a care session. */
	activity: requiredText(64),
	from: timestamp,
	to: timestamp,
	state: v.picklist(['claimed', 'confirmed', 'rejected', 'adjusted']),
	/** Hours, in halves; with `adjusted` only. */
	creditedHours: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(24))),
	/** Why it was rejected or adjusted, or is longer than the cap (R-H3). */
	reason: v.optional(text(500)),
	replaces: v.optional(ref('serviceHours'))
});
export type ServiceHours = v.InferOutput<typeof serviceHoursSchema>;

export const serviceHoursType: RecordType<ServiceHours> = {
	type: 'serviceHours',
	v: 1,
	scope: 'care',
	nature: 'event',
	schema: serviceHoursSchema,
	columns: (hours) => ({ subject: hours.activity, at: hours.from, kind: hours.state }),
	// Only the organiser's confirmation makes hours official; a volunteer claims his own.
	mayWrite: (hours, writer) =>
		writer.isManager || (hours.state === 'claimed' && hours.volunteer === writer.name)
};
