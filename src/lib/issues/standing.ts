import type { Issue } from './issue';
import type { IssueAction } from './issue-action';

/** The actions that decide whether an issue still asks for something. */
export const SETTLING = ['close', 'merge', 'reject', 'reopen'] as const;

const byTime = (a: IssueAction, b: IssueAction) =>
	a.at === b.at ? (a._id < b._id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** In the order in which they happened: by time, then id (R-C2). */
export const inOrder = (actions: readonly IssueAction[]): IssueAction[] => actions.toSorted(byTime);

/** Ids of the issues that are settled: the last word on each was not to open it again. */
export function settledIssues(actions: readonly IssueAction[]): Set<string> {
	const settled = new Set<string>();
	for (const { action, issue } of inOrder(actions)) {
		if (action === 'reopen') settled.delete(issue);
		else if ((SETTLING as readonly string[]).includes(action)) settled.add(issue);
	}
	return settled;
}

/** Whether a screen can show an issue that came from the server: the fields it leans on are there. */
export const isReadable = ({ title, reportedAt, grid }: Issue): boolean =>
	typeof title === 'string' && typeof grid === 'string' && !Number.isNaN(Date.parse(reportedAt));
