import { BlockList, isIP } from 'node:net';

/*
 * Who is asking, and over which scheme. Behind a proxy only the proxy knows; anybody else could write the same headers
 * and would be believed. So they count only when the connection itself comes from a proxy that the operator has named.
 */

/** Headers by which adapter-node is told; what a client sent under these names is overwritten. */
export const ADDRESS_HEADER = 'x-linli-address';
export const PROTOCOL_HEADER = 'x-linli-protocol';

/**
 * @param {string} [list] addresses, networks (`10.0.0.0/8`) or `loopback`, separated by commas
 * @returns {BlockList}
 * @throws {Error} when an entry is no address
 */
export function trustedProxies(list = '') {
	const trusted = new BlockList();
	for (const entry of list.split(',').map((part) => part.trim())) {
		if (entry === '') continue;
		if (entry === 'loopback') {
			trusted.addSubnet('127.0.0.0', 8, 'ipv4');
			trusted.addAddress('::1', 'ipv6');
			continue;
		}
		const [address = '', bits] = entry.split('/');
		const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4';
		if (isIP(address) === 0) throw new Error(entry);
		if (bits === undefined) trusted.addAddress(address, kind);
		else trusted.addSubnet(address, Number(bits), kind);
	}
	return trusted;
}

/** @param {string} address */
const plain = (address) => (address.startsWith('::ffff:') ? address.slice(7) : address);

/**
 * The nearest address that is not one of our proxies, and the scheme by which our nearest proxy says it was asked.
 * @param {{ address: string, headers: import('node:http').IncomingHttpHeaders }} connection
 * @param {BlockList} trusted
 * @returns {{ address: string, protocol: 'http' | 'https' }}
 */
export function clientOf({ address, headers }, trusted) {
	const isTrusted = (/** @type {string} */ each) =>
		isIP(each) !== 0 && trusted.check(each, isIP(each) === 6 ? 'ipv6' : 'ipv4');
	let client = plain(address);
	if (!isTrusted(client)) return { address: client, protocol: 'http' };
	const hops = String(headers['x-forwarded-for'] ?? '').split(',');
	while (isTrusted(client)) {
		const hop = hops.pop()?.trim();
		if (!hop) break;
		client = plain(hop);
	}
	const protocol = String(headers['x-forwarded-proto'] ?? '')
		.split(',')
		.at(-1)
		?.trim();
	return { address: client, protocol: protocol === 'https' ? 'https' : 'http' };
}
