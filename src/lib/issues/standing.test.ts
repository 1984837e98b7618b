import { expect, test } from 'vitest';
import type { IssueAction } from './issue-action';
import { inOrder, settledIssues } from './standing';

const ISSUE = 'issue:01JQ0000000000000000000001';
let made = 0;
const action = (name: IssueAction['action'], at: string, issue = ISSUE): IssueAction => ({
	_id: `issueAction:${String(made++).padStart(26, '0')}`,
	type: 'issueAction',
	v: 1,
	createdAt: at,
	createdBy: 'grid01',
	device: 'd',
	stamp: 's',
	issue,
	action: name,
	at
});

test.each([
	['reported only', ['report'], false],
	['closed', ['report', 'close'], true],
	['merged into another', ['report', 'merge'], true],
	['rejected', ['report', 'reject'], true],
	['opened again', ['report', 'close', 'reopen'], false],
	['a note on a closed one moves nothing', ['report', 'close', 'comment'], true]
] as const)('%s', (_, names, settled) => {
	const actions = names.map((name, i) => action(name, `2026-11-2${i}T02:00:00.000Z`));
	expect(settledIssues(actions.toReversed()).has(ISSUE)).toBe(settled);
});

test('two devices offline at the same instant: every device tells the same order', () => {
	const at = '2026-11-20T02:00:00.000Z';
	const [first, second] = [action('close', at), action('reopen', at)];
	expect(inOrder([second, first])).toEqual([first, second]);
	expect(settledIssues([second, first])).toEqual(settledIssues([first, second]));
});
