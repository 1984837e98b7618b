import { expect, test } from 'vitest';
import { aHome, aResident, aVisit } from '../../../tests/fixtures/neighbourhood';
import type { Issue } from '../issues/issue';
import { editProfile } from '../merge-edit';
import { nextStamp } from '../stamp';
import { timelineOf } from './timeline';

const { household, dwelling } = aHome();
const resident = aResident(household);
const issue: Issue = {
	_id: 'issue:01JQ0000000000000000000001',
	type: 'issue',
	v: 1,
	createdAt: '2026-11-19T02:00:00.000Z',
	createdBy: 'grid01',
	device: 'd',
	stamp: 's',
	no: '20261119-grid01-1',
	issueType: 'need',
	title: '需要帮助：就医',
	priority: 'normal',
	reportedAt: '2026-11-19T02:00:00.000Z',
	grid: '330102016001001',
	dwelling: dwelling._id,
	firstReceiver: 'grid01',
	source: 'visit'
};
const nothing = {
	household,
	residents: [resident],
	visits: [],
	deferrals: [],
	issues: [],
	settled: new Set<string>(),
	checks: [],
	sessions: []
};

test('a household of which nothing is known has an empty timeline', () => {
	expect(timelineOf(nothing)).toEqual([]);
});

test('visits, issues and corrections stand in one line, the newest first', () => {
	const at = '2026-11-20T02:00:00.000Z';
	const corrected = editProfile(
		resident,
		{ phone: '13800001234' },
		{ at, by: 'grid01', stamp: nextStamp(Date.parse(at), '', 'A') }
	);
	const entries = timelineOf({
		...nothing,
		residents: [corrected],
		visits: [aVisit(household, '2026-11-18T02:00:00.000Z'), aVisit(household, '2026-11-21T02:00:00.000Z')],
		issues: [issue],
		settled: new Set([issue._id])
	});
	expect(entries.map(({ kind, at }) => `${at.slice(8, 10)} ${kind}`)).toEqual([
		'21 visit',
		'20 change',
		'19 issue',
		'18 visit'
	]);
	expect(entries.find(({ kind }) => kind === 'issue')).toMatchObject({ settled: true });
	expect(entries.find(({ kind }) => kind === 'change')).toMatchObject({ of: { _id: resident._id } });
});
