import type { Day } from '../org/calendar';
import type { Issue } from './issue';
import type { IssueAction } from './issue-action';
import { RULE, RULE_TITLE, ruleNumber, ruleUlid, UNVISITED } from './rule-mark';

/*
 * An issue that a rule opens by itself. Nobody tells it, so every device that holds the facts must be able to write it,
 * and it must still be one: every byte of it follows from the facts, so that two devices that never met write the same
 * revision of the same document, and the server takes the second for the first come again.
 */

/** What the issue is about, and since when. */
export interface Unvisited {
	/** 15-digit code. */
	readonly grid: string;
	/** Ids. */
	readonly household: string;
	readonly dwelling: string;
	/** The last day on which a contact would have been in time: one issue for it, however often it is looked at. */
	readonly due: Day;
	/** The instant from which it was seriously overdue, UTC ISO. */
	readonly since: string;
}

/** The issue with the action that reports it to the community: it is the manager who is told (R-V3). */
export function raisedIssue({ grid, household, dwelling, due, since }: Unvisited): [Issue, IssueAction] {
	const ulid = ruleUlid(household, due);
	const issue: Issue = {
		...RULE,
		_id: `issue:${ulid}`,
		type: 'issue',
		createdAt: since,
		no: ruleNumber(ulid, due),
		issueType: UNVISITED,
		title: RULE_TITLE,
		priority: 'urgent',
		reportedAt: since,
		grid,
		subject: household,
		dwelling,
		firstReceiver: RULE.createdBy,
		source: 'self'
	};
	const action: IssueAction = {
		...RULE,
		_id: `issueAction:${ulid}`,
		type: 'issueAction',
		createdAt: since,
		issue: issue._id,
		action: 'report',
		at: since,
		toLevel: 'community'
	};
	return [issue, action];
}
