import { expect, test } from 'vitest';
import { clientOf, trustedProxies } from './client.mjs';

const forwarded = (address: string, to: string, proto = 'https') => ({
	address,
	headers: { 'x-forwarded-for': to, 'x-forwarded-proto': proto }
});

test('forwarded headers of a stranger are not believed', () => {
	const given = forwarded('203.0.113.5', '192.0.2.1');
	expect(clientOf(given, trustedProxies())).toEqual({ address: '203.0.113.5', protocol: 'http' });
	expect(clientOf(given, trustedProxies('loopback'))).toEqual({ address: '203.0.113.5', protocol: 'http' });
});

test('behind named proxies the client is the last address that none of them has', () => {
	const trusted = trustedProxies('loopback, 10.0.0.0/8');
	const chain = forwarded('::ffff:127.0.0.1', '198.51.100.1, 203.0.113.5, 10.1.2.3');
	expect(clientOf(chain, trusted)).toEqual({ address: '203.0.113.5', protocol: 'https' });
	expect(clientOf(forwarded('::1', '2001:db8::9', 'http'), trusted)).toEqual({
		address: '2001:db8::9',
		protocol: 'http'
	});
	expect(clientOf({ address: '127.0.0.1', headers: {} }, trusted)).toEqual({
		address: '127.0.0.1',
		protocol: 'http'
	});
});

test('an entry that is no address is refused', () => {
	expect(() => trustedProxies('proxy.example')).toThrow('proxy.example');
});
