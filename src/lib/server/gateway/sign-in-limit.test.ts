import { expect, test } from 'vitest';
import { SignInLimit } from './sign-in-limit';

const limits = { window: 60_000, perAccountAndAddress: 3, perAddress: 5, perAccount: 7 };
const fill = (limit: SignInLimit, times: number, account: string, address: string) =>
	Array.from({ length: times }, () => limit.attempt(account, address, 0));

test('an account from one address waits for the rest of the window after its failures', () => {
	const limit = new SignInLimit(limits);
	expect(fill(limit, 3, 'wang', '10.0.0.1')).toEqual([0, 0, 0]);
	expect(limit.attempt('wang', '10.0.0.1', 15_000)).toBe(45);
	expect(limit.attempt('wang', '10.0.0.2', 15_000)).toBe(0);
	expect(limit.attempt('li', '10.0.0.1', 15_000)).toBe(0);
	expect(limit.attempt('wang', '10.0.0.1', 60_000)).toBe(0);
});

test('a right password does not count', () => {
	const limit = new SignInLimit(limits);
	for (let n = 0; n < 20; n++) {
		expect(limit.attempt('wang', '10.0.0.1', n)).toBe(0);
		limit.forgive('wang', '10.0.0.1');
	}
});

test('many names from one address, and one name from many addresses, are stopped as well', () => {
	const limit = new SignInLimit(limits);
	const names = Array.from({ length: 6 }, (_, n) => limit.attempt(`user${n}`, '10.0.0.1', 0));
	expect(names).toEqual([0, 0, 0, 0, 0, 60]);
	const addresses = Array.from({ length: 8 }, (_, n) => limit.attempt('chen', `10.0.1.${n}`, 0));
	expect(addresses).toEqual([0, 0, 0, 0, 0, 0, 0, 60]);
});

test('addresses of one IPv6 network count as one', () => {
	const limit = new SignInLimit(limits);
	const tries = Array.from({ length: 4 }, (_, n) => limit.attempt('wang', `2001:db8:1:2:${n}::1`, 0));
	expect(tries).toEqual([0, 0, 0, 60]);
});
