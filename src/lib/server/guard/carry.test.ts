import { expect, it } from 'vitest';
import { PEOPLE_TYPES, USER_TYPES } from '../../scope-types';
import { guardFor, type GuardedDoc } from './rules';

const ULID = '01KAJ0000000000000000000AB';
const HEAD = {
	v: 1,
	createdAt: '2026-11-21T08:00:00.000Z',
	createdBy: 'grid01',
	device: 'phone',
	stamp: '0.0.phone'
};
const visit = {
	_id: `visit:${ULID}`,
	type: 'visit',
	...HEAD,
	subject: `household:${ULID}`,
	dwelling: `dwelling:${ULID}`,
	method: 'home',
	outcome: 'met',
	startedAt: '2026-11-21T08:00:00.000Z',
	purposes: [],
	form: { id: 'household-visit', version: '1', hash: '' },
	answers: {}
};
const security = { members: { roles: ['people:330102016001001', 'manager:330102016001'] } };
const people = guardFor({ recordTypes: PEOPLE_TYPES, maxSize: 256_000, managersCarry: true });
/** The word of the refusal; undefined when it is taken. */
function wordFor(name: string, roles: readonly string[], doc: GuardedDoc = visit, guard = people) {
	try {
		guard(doc, null, { name, roles }, security);
		return undefined;
	} catch (refusal) {
		return (refusal as { forbidden: string }).forbidden.split(':')[0];
	}
}
const MANAGER = ['manager:330102016001'];

it('a manager of the community carries in what a worker wrote; nobody else does', () => {
	expect(wordFor('manager', MANAGER)).toBeUndefined();
	expect(wordFor('grid02', ['people:330102016001001'])).toBe('author');
	expect(wordFor('elsewhere', ['manager:999999999999'])).toBe('author');
});

it('what is carried in is checked like everything else', () => {
	expect(wordFor('manager', MANAGER, { ...visit, outcome: 'unknown' } as GuardedDoc)).toBe('shape');
});

it("nobody carries in a user's own", () => {
	const own = guardFor({ recordTypes: USER_TYPES, maxSize: 64_000 });
	const mark = { _id: `seen:${ULID}`, type: 'seen', ...HEAD, of: visit._id, ofType: 'visit' };
	expect(wordFor('manager', MANAGER, mark, own)).toBe('author');
});
