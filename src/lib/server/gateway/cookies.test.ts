import { expect, test } from 'vitest';
import { rewriteSetCookie, sessionCookie } from './cookies';

test('only the session cookie goes to the database server', () => {
	expect(sessionCookie('theme=dark; AuthSession=abc; other=1')).toBe('AuthSession=abc');
	expect(sessionCookie('XAuthSession=abc')).toBeUndefined();
	expect(sessionCookie(null)).toBeUndefined();
});

test('the session cookie keeps its life and gets the attributes of this origin', () => {
	const given =
		'AuthSession=abc; Version=1; Expires=Mon, 21-Dec-2026 10:00:00 GMT; Max-Age=600; Path=/x; Domain=a; HttpOnly';
	expect(rewriteSetCookie(given, true)).toBe(
		'AuthSession=abc; Expires=Mon, 21-Dec-2026 10:00:00 GMT; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure'
	);
	expect(rewriteSetCookie('AuthSession=; Path=/', false)).toBe(
		'AuthSession=; Path=/; HttpOnly; SameSite=Lax'
	);
	expect(rewriteSetCookie('tracker=1', true)).toBeUndefined();
});
