import { expect, test } from 'vitest';
import { aHome } from '../../../tests/fixtures/neighbourhood';
import { editProfile } from '../merge-edit';
import { nextStamp } from '../stamp';
import { changesOf } from './profile-changes';

const change = (at: string, by: string, device: string) => ({
	at,
	by,
	stamp: nextStamp(Date.parse(at), '', device)
});

test('a household as it came from the roster has no changes', () => {
	expect(changesOf(aHome().household)).toEqual([]);
});

test('fields changed together are one entry, each with who and when, the newest first', () => {
	const morning = change('2026-11-20T01:00:00.000Z', 'grid01', 'A');
	const evening = change('2026-11-20T11:00:00.000Z', 'manager', 'B');
	const first = editProfile(aHome().household, { tenure: 'tenant', note: '狗' }, morning);
	const changes = changesOf(editProfile(first, { note: '没有狗了' }, evening));
	expect(changes.map(({ at, by, fields }) => ({ at, by, fields }))).toEqual([
		{ at: evening.at, by: 'manager', fields: ['note'] },
		{ at: morning.at, by: 'grid01', fields: ['tenure'] }
	]);
});
