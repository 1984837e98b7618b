import { expect, test } from 'vitest';
import { hadHandIn } from './had-hand-in';
import { mergeProfiles } from './merge';
import { editProfile } from './merge-edit';
import type { Household } from './people/people';

const home: Household = {
	_id: 'household:00000000000000000000000000',
	type: 'household',
	v: 1,
	createdAt: '2026-11-01T00:00:00.000Z',
	createdBy: 'import',
	device: 'import',
	stamp: '00kxxxxxx.0000.import',
	dwelling: 'dwelling:00000000000000000000000000',
	tenure: 'owner'
};
const edited = (by: string, field: string, minute: number) => {
	const at = `2026-11-02T00:0${minute}:00.000Z`;
	const stamp = `00kyyyyy${minute}.0000.${by}-phone`;
	return editProfile(home, { [field]: by }, { at, by, stamp });
};

test('who wrote a record or changed it last has a hand in it, nobody else', () => {
	expect(hadHandIn(home, 'import')).toBe(true);
	expect(hadHandIn(edited('li', 'remark', 1), 'li')).toBe(true);
	expect(hadHandIn(home, 'li')).toBe(false);
	expect(hadHandIn({}, 'li')).toBe(false);
	expect(hadHandIn({ seen: null }, 'li')).toBe(false);
});

test('N1: a change that another device merged is still somebody’s, though the document names another', () => {
	const merged = mergeProfiles([edited('li', 'remark', 1), edited('wang', 'doorbell', 2)]);
	expect(merged.updatedBy).toBe('wang');
	expect(hadHandIn(merged, 'li')).toBe(true);
	expect(hadHandIn(merged, 'zhao')).toBe(false);
});
