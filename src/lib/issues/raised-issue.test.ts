import { describe, expect, test } from 'vitest';
import { checkRecord } from '../record';
import { issueActionType } from './issue-action';
import { issueType } from './issue';
import { raisedIssue, type Unvisited } from './raised-issue';
import { isRaisedByRule } from './rule-mark';

const facts: Unvisited = {
	grid: '330102016001002',
	household: 'household:01KAJ0000000000000000000AB',
	dwelling: 'dwelling:01KAJ0000000000000000000AC',
	due: '2026-11-15',
	since: '2026-11-17T16:00:00.000Z'
};

describe('R-V3 the issue of a household seriously overdue', () => {
	test('two devices write the same bytes, and both records are sound', () => {
		expect(JSON.stringify(raisedIssue({ ...facts }))).toBe(JSON.stringify(raisedIssue(facts)));
		const [issue, action] = raisedIssue(facts);
		expect(checkRecord(issueType.schema, issue)).toEqual([]);
		expect(checkRecord(issueActionType.schema, action)).toEqual([]);
		expect(action).toMatchObject({ issue: issue._id, action: 'report', toLevel: 'community' });
	});
	test('another period and another household are other issues', () => {
		const ids = [
			facts,
			{ ...facts, due: '2026-11-22' },
			{ ...facts, household: 'household:01KAJ0000000000000000000AD' }
		].map((each) => raisedIssue(each)[0]._id);
		expect(new Set(ids).size).toBe(3);
		expect(ids.toSorted()[2]).toBe(ids[1]);
	});
	test('it needs no author only as the rule writes it', () => {
		const [issue, action] = raisedIssue(facts);
		expect([issue, action, { ...issue, _rev: `1-${'a'.repeat(32)}` }].map(isRaisedByRule)).toEqual([
			true,
			true,
			true
		]);
		const forged = [
			{ ...issue, createdBy: 'grid02' },
			{ ...issue, title: '王家欠费' },
			{ ...issue, detail: '写给大家看' },
			{ ...issue, issueType: 'other' },
			{ ...issue, no: '20261122-00AB' },
			{ ...issue, subject: 'household:01KAJ0000000000000000000AD' },
			{ ...issue, device: 'phone' },
			{ ...action, action: 'close' as const },
			{ ...action, note: '不归我管' },
			{ ...action, issue: 'issue:01KAJ0000000000000000000AB' }
		];
		expect(forged.map(isRaisedByRule)).toEqual(forged.map(() => false));
	});
});
