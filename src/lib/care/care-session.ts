import * as v from 'valibot';
import { photoRefs } from '../photo';
import { docFields, ref, requiredText, text, timestamp, type RecordType } from '../record';

/** Kinds of service (R-E11). */
export const SESSION_KINDS = [
	'talk',
	'meal',
	'bath',
	'clean',
	'errand',
	'accompany',
	'repair',
	'healthMeasure',
	'medicationReminder',
	'safetyCheck',
	'other'
] as const;

/** One service given to one person (为老服务记录). Immutable: a correction names the one it replaces (N4). */
export const careSessionSchema = v.object({
	...docFields,
	type: v.literal('careSession'),
	recipient: ref('careRecipient'),
	/** User names of those who came. */
	volunteers: v.pipe(v.array(requiredText(64)), v.minLength(1)),
	kind: v.picklist(SESSION_KINDS),
	startedAt: timestamp,
	endedAt: timestamp,
	/** Steps of the kind's list that were done. */
	steps: v.optional(v.array(text(60))),
	note: v.optional(text(2000)),
	/** What the person said of it, 1 to 5. */
	feedback: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
	photos: photoRefs,
	replaces: v.optional(ref('careSession'))
});
export type CareSession = v.InferOutput<typeof careSessionSchema>;

export const careSessionType: RecordType<CareSession> = {
	type: 'careSession',
	v: 1,
	scope: 'care',
	nature: 'event',
	schema: careSessionSchema,
	columns: (session) => ({ subject: session.recipient, at: session.startedAt, kind: session.kind })
};
