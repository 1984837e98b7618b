import { createError, IDB_ERROR } from 'pouchdb-errors';
import { expect, test } from 'vitest';
import { NoAnswer, troubleOf } from './trouble';

test.each([
	[401, 'signedOut'],
	[403, 'forbidden'],
	[413, 'server'],
	[429, 'server'],
	[503, 'server']
])('status %i is %s', (status, trouble) => {
	expect(troubleOf(Object.assign(new Error('x'), { status }))).toBe(trouble);
});

test('no answer is being offline, also after PouchDB has made an error of its own from it', () => {
	const error = new NoAnswer('stalled');
	expect(troubleOf(error)).toBe('offline');
	expect(troubleOf(createError(error as unknown as typeof IDB_ERROR))).toBe('offline');
});

test("a failure of the device's own database is no trouble of the server", () => {
	expect(troubleOf(createError(IDB_ERROR, 'QuotaExceededError'))).toBe('storage');
	expect(troubleOf(new TypeError('x is undefined'))).toBe('storage');
});
