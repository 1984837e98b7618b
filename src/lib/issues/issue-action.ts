import * as v from 'valibot';
import { photoRefs } from '../photo';
import { docFields, ref, text, timestamp, type RecordType } from '../record';
import { LEVELS } from './issue';

/** What can be done with an issue (R-C1). */
export const ISSUE_ACTIONS = [
	'report',
	'accept',
	'reject',
	'dispatch',
	'start',
	'handle',
	'verifyPass',
	'verifyFail',
	'return',
	'escalate',
	'deescalate',
	'extend',
	'urge',
	'yellow',
	'red',
	'cancelUrge',
	'suspend',
	'resume',
	'merge',
	'reopen',
	'close',
	'comment'
] as const;
export type IssueActionName = (typeof ISSUE_ACTIONS)[number];

/**
 * One step of an issue (流转记录), appended and never changed. Whoever did it is `createdBy`. A step that does not fit is
 * kept and shown but moves nothing (R-C2).
 */
export const issueActionSchema = v.object({
	...docFields,
	type: v.literal('issueAction'),
	issue: ref('issue'),
	action: v.picklist(ISSUE_ACTIONS),
	at: timestamp,
	fromLevel: v.optional(v.picklist(LEVELS)),
	toLevel: v.optional(v.picklist(LEVELS)),
	/** A department or a person, as text: departments have no account (domain.md 3.2). */
	toUnit: v.optional(text(100)),
	note: v.optional(text(2000)),
	photos: photoRefs,
	/** For `extend`. */
	newDeadline: v.optional(timestamp),
	/** For `merge`: the issue that goes on. */
	into: v.optional(ref('issue'))
});
export type IssueAction = v.InferOutput<typeof issueActionSchema>;

export const issueActionType: RecordType<IssueAction> = {
	type: 'issueAction',
	v: 1,
	scope: 'area',
	nature: 'event',
	schema: issueActionSchema,
	columns: (action) => ({ subject: action.issue, at: action.at, kind: action.action })
};
