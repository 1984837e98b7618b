import * as v from 'valibot';
import { day, docFields, requiredText, type RecordType } from '../record';
import { communityCode } from './org';

/** Counts of a division for its supervisors, never a person (domain.md 3.2). Written by the server only. */
export const summarySchema = v.object({
	...docFields,
	type: v.literal('summary'),
	division: communityCode,
	/** First day of what is counted, and the last one. */
	from: day,
	to: day,
	/** Name of a figure → its value. */
	counts: v.record(requiredText(64), v.number())
});
export type Summary = v.InferOutput<typeof summarySchema>;

export const summaryType: RecordType<Summary> = {
	type: 'summary',
	v: 1,
	scope: 'summary',
	nature: 'event',
	schema: summarySchema,
	columns: (summary) => ({ at: summary.createdAt }),
	mayWrite: () => false
};
