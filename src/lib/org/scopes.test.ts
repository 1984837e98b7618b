import { expect, test } from 'vitest';
import { communityOf, isScope, scopeRole, scopesOf } from './scopes';

test('N7 a device holds the scopes that its roles name, small ones first', () => {
	expect(scopesOf(['gridWorker', 'people:330102016001002', 'org:330102016001', 'org:330102016001'])).toEqual([
		'org-330102016001',
		'people-330102016001002'
	]);
});

test("a manager's role opens no people database on the device", () => {
	expect(scopesOf(['communityManager', 'manager:330102016001', 'org:330102016001'])).toEqual([
		'org-330102016001'
	]);
});

test('a role that is no scope opens nothing', () => {
	expect(scopesOf(['_admin', 'people:../_users', 'org:1', '__proto__'])).toEqual([]);
	expect(
		['_users', 'org-1', 'people-330102016001002/x', 'people-330102016001002-photos'].map(isScope)
	).toEqual([false, false, false, true]);
});

test('role and database name differ only in their first sign', () => {
	expect(scopeRole('people-330102016001002')).toBe('people:330102016001002');
});

test('every scope of a community names it', () => {
	const scopes = ['org-330102016001', 'people-330102016001002', 'area-330102016001', 'care-330102016001t01'];
	expect(new Set([...scopes, 'people-330102016001002-photos'].map(communityOf))).toEqual(
		new Set(['330102016001'])
	);
});
