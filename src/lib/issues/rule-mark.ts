import type { Day } from '../org/calendar';
import type { Doc } from '../record';

/*
 * The mark of what a rule writes by itself (raised-issue.ts), and how a database tells a true one: it runs in the guard,
 * so nothing but values may be reached from here.
 */

/** Code of the issue for a household of tier A that nobody has met for far too long (R-V3). */
export const UNVISITED = 'unvisited';

/** Author and device of what follows from a rule: nobody's. */
export const RULE = {
	createdBy: 'linli',
	device: 'rule',
	stamp: '000000000.0000.rule',
	v: 1,
	origin: 'derived'
} as const;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID whose time is the day and whose 80 random bits are the household's own. */
export function ruleUlid(household: string, due: Day): string {
	let text = '';
	let rest = Date.parse(`${due}T00:00:00Z`) || 0;
	for (let i = 0; i < 10; i += 1) {
		text = CROCKFORD.charAt(rest % 32) + text;
		rest = Math.floor(rest / 32);
	}
	return text + household.slice(-16);
}

/** `20261109-7K3Q`: the day that was missed, and four signs of the household's id. */
export const ruleNumber = (ulid: string, due: Day): string => `${due.split('-').join('')}-${ulid.slice(-4)}`;

const ISSUE_FIELDS =
	'_id type v createdAt createdBy device stamp origin no issueType title priority reportedAt grid subject dwelling firstReceiver source'.split(
		' '
	);
const ACTION_FIELDS = '_id type v createdAt createdBy device stamp origin issue action at toLevel'.split(' ');

/** Whether an issue, or the action that reports it, is what the rule writes: then it needs no author. */
export function isRaisedByRule(record: Doc): boolean {
	const { createdBy, device, origin, stamp, type } = record;
	if (type !== 'issue' && type !== 'issueAction') return false;
	const fields = record as unknown as Record<string, unknown>;
	const known = type === 'issue' ? ISSUE_FIELDS : ACTION_FIELDS;
	// One field more, a note say, would be somebody's words under nobody's name.
	if (Object.keys(fields).some((name) => known.indexOf(name) < 0 && name !== '_rev' && name !== '_revisions'))
		return false;
	if (
		createdBy !== RULE.createdBy ||
		device !== RULE.device ||
		origin !== RULE.origin ||
		stamp !== RULE.stamp
	)
		return false;
	if (type === 'issueAction')
		return fields.action === 'report' && record._id.slice(12) === String(fields.issue).slice(6);
	const { no, subject, issueType, title } = fields;
	const day = String(no);
	const due = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
	const ulid = ruleUlid(String(subject), due);
	return (
		issueType === UNVISITED &&
		title === RULE_TITLE &&
		record._id === `issue:${ulid}` &&
		no === ruleNumber(ulid, due)
	);
}

/** The same on every device, whatever its language; screens say it in the reader's by the issue's type. */
export const RULE_TITLE = '重点户严重逾期未见面';
