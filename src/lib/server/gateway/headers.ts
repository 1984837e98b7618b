import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { rewriteSetCookie, sessionCookie } from './cookies';

/*
 * Lists of what passes, never of what does not: `Authorization` would let passwords be guessed past the limit,
 * `X-Auth-CouchDB-*` would name a user without any, `WWW-Authenticate` makes browsers open a sign-in box of their own.
 */

const TO_SERVER = ['accept', 'content-type', 'range', 'if-match', 'x-couch-full-commit'];
const TO_BROWSER = [
	'content-type',
	'content-range',
	'accept-ranges',
	'location',
	'retry-after',
	'content-md5',
	'x-couch-request-id'
];

/** Headers of the request to the database server. */
export function headersToServer(from: Headers): OutgoingHttpHeaders {
	const headers: OutgoingHttpHeaders = {};
	for (const name of TO_SERVER) {
		const value = from.get(name);
		if (value !== null) headers[name] = value;
	}
	const cookie = sessionCookie(from.get('cookie'));
	if (cookie) headers['cookie'] = cookie;
	const etag = from.get('if-none-match');
	// Compressed answers carry the weak form of CouchDB's ETag; CouchDB knows the strong one only.
	if (etag !== null) headers['if-none-match'] = etag.replaceAll('W/"', '"');
	return headers;
}

/**
 * Headers of the answer to the browser. Nothing is kept in the browser's own cache: its files are not sealed (N8).
 * @param compressed whether the gateway encodes the body, so that length and ETag are no longer those of the server
 */
export function headersToBrowser(from: IncomingHttpHeaders, compressed: boolean, secure: boolean): Headers {
	const headers = new Headers({ 'cache-control': 'no-store', vary: 'accept-encoding' });
	for (const name of TO_BROWSER) {
		const value = from[name];
		if (typeof value === 'string') headers.set(name, value);
	}
	const { etag } = from;
	if (etag) headers.set('etag', compressed && !etag.startsWith('W/') ? `W/${etag}` : etag);
	const length = from['content-length'];
	if (length && !compressed) headers.set('content-length', length);
	for (const cookie of from['set-cookie'] ?? []) {
		const rewritten = rewriteSetCookie(cookie, secure);
		if (rewritten) headers.append('set-cookie', rewritten);
	}
	return headers;
}
