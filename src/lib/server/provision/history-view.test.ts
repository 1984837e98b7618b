import { expect, test } from 'vitest';
import { inspectionType } from '../../places/inspection';
import { visitType } from '../../visits/visit';
import { columnPaths, historyMap } from './history-view';

test('the view reads the very fields that the device finds records by', () => {
	expect(columnPaths(visitType)).toMatchObject({ subject: 'subject', at: 'startedAt', kind: 'outcome' });
	expect(columnPaths(inspectionType)).toMatchObject({ subject: 'subject', at: 'at', kind: 'template.code' });
});

const JANUARY = Date.parse('2026-01-02T08:00:00.000Z');
const emitted = (kind: 'people' | 'area', doc: unknown): unknown[] => {
	const rows: unknown[] = [];
	const run = new Function('emit', `return ${historyMap(kind)}`) as (emit: unknown) => (doc: unknown) => void;
	run((key: unknown, value: unknown) => rows.push([key, value]))(doc);
	return rows;
};

test('an event is listed by what it is about; what is, what is voided and who has seen it are not', () => {
	const visit = {
		_id: 'visit:1',
		type: 'visit',
		subject: 'household:1',
		startedAt: '2026-01-02T08:00:00.000Z',
		outcome: 'met'
	};
	expect(emitted('people', visit)).toEqual([[['household:1', 'visit', 'met', JANUARY], JANUARY]]);
	expect(emitted('people', { ...visit, voided: true })).toEqual([]);
	expect(emitted('people', { _id: 'seen:1', type: 'seen', of: 'visit:1', createdAt: '2026' })).toEqual([]);
	expect(emitted('people', { _id: 'household:1', type: 'household', dwelling: 'dwelling:1' })).toEqual([]);
	const inspection = {
		_id: 'inspection:1',
		type: 'inspection',
		subject: 'premises:1',
		at: '2026-01-02T08:00:00.000Z'
	};
	expect(emitted('area', { ...inspection, template: { code: 'fire' } })).toEqual([
		[['premises:1', 'inspection', 'fire', JANUARY], JANUARY]
	]);
});
