import type { Authorship } from '../session/author';
import type { Issue } from './issue';
import type { IssueAction } from './issue-action';

/** `20261121-grid02-3`: can be said on the phone, and two devices offline never give the same. */
export const issueNumber = (day: string, user: string, count: number): string =>
	`${day.replaceAll('-', '')}-${user}-${count + 1}`;

/**
 * An issue as it is first told, with the action that reports it: both or neither are stored.
 * @param signed authorships of the two records
 */
export function reportIssue(
	facts: Omit<Issue, keyof Authorship<'issue'> | 'reportedAt' | 'firstReceiver'>,
	signed: { readonly issue: Authorship<'issue'>; readonly action: Authorship<'issueAction'> }
): [Issue, IssueAction] {
	const { issue, action } = signed;
	return [
		{ ...issue, ...facts, reportedAt: issue.createdAt, firstReceiver: issue.createdBy },
		{ ...action, issue: issue._id, action: 'report', at: action.createdAt, toLevel: 'grid' }
	];
}
