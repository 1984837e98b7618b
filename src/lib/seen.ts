import * as v from 'valibot';
import { docFields, requiredText, type RecordType } from './record';

/**
 * Somebody has opened a record: what makes a receipt say 已阅. It lies in the scope of that record, so that the record's
 * author can read it; who and when are `createdBy` and `createdAt`. One mark a revision is enough.
 */
export const seenSchema = v.object({
	...docFields,
	type: v.literal('seen'),
	/** Id of the record. */
	of: requiredText(64),
	/** Type of the record. */
	ofType: requiredText(40),
	/** The revision that was on the screen; a later one is unseen. */
	revision: v.optional(requiredText(64))
});
export type Seen = v.InferOutput<typeof seenSchema>;

export const seenType: RecordType<Seen> = {
	type: 'seen',
	v: 1,
	scope: ['people', 'area', 'care', 'user'],
	nature: 'event',
	schema: seenSchema,
	columns: (seen) => ({ subject: seen.of, at: seen.createdAt, kind: seen.ofType }),
	// A receipt says that the manager has read it: nobody may say so of his own records.
	mayWrite: (_, writer) => writer.isManager
};
