import { m } from '../paraglide/messages';
import { word } from '../ui/word';
import type { Issue } from './issue';
import type { IssueActionName } from './issue-action';
import { RULE, UNVISITED } from './rule-mark';

const priorities: Readonly<Record<Issue['priority'], () => string>> = {
	emergency: m.issue_priority_emergency,
	urgent: m.issue_priority_urgent,
	normal: m.issue_priority_normal
};
const sources: Readonly<Record<Issue['source'], () => string>> = {
	visit: m.issue_source_visit,
	inspection: m.issue_source_inspection,
	hotline: m.issue_source_hotline,
	self: m.issue_source_self
};
const actions: Readonly<Record<IssueActionName, () => string>> = {
	report: m.issue_action_report,
	accept: m.issue_action_accept,
	reject: m.issue_action_reject,
	dispatch: m.issue_action_dispatch,
	start: m.issue_action_start,
	handle: m.issue_action_handle,
	verifyPass: m.issue_action_verifyPass,
	verifyFail: m.issue_action_verifyFail,
	return: m.issue_action_return,
	escalate: m.issue_action_escalate,
	deescalate: m.issue_action_deescalate,
	extend: m.issue_action_extend,
	urge: m.issue_action_urge,
	yellow: m.issue_action_yellow,
	red: m.issue_action_red,
	cancelUrge: m.issue_action_cancelUrge,
	suspend: m.issue_action_suspend,
	resume: m.issue_action_resume,
	merge: m.issue_action_merge,
	reopen: m.issue_action_reopen,
	close: m.issue_action_close,
	comment: m.issue_action_comment
};

/** What an issue that a rule opened is called in the reader's language; else the words of whoever reported it. */
export const titleText = ({ title, createdBy, issueType }: Issue): string =>
	createdBy === RULE.createdBy && issueType === UNVISITED ? m.issue_title_unvisited() : title;
export const priorityText = (priority: string) => word(priorities, priority);
export const sourceText = (source: string) => word(sources, source);
export const actionText = (action: string) => word(actions, action);

/** Colour never stands alone: the word goes with it. */
export const priorityTone = (priority: string): 'red' | 'amber' | 'plain' =>
	priority === 'emergency' ? 'red' : priority === 'urgent' ? 'amber' : 'plain';
