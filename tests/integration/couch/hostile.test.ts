import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { basic, temporaryCouch, type TemporaryCouch } from './servers';

/* Requests made to break it: none may get a 5xx, end the process or make it grow without bound. */

let server: TemporaryCouch;
let authorization: string;
let tried = 0;
const statuses = new Map<number, number>();

beforeAll(async () => {
	server = await temporaryCouch();
	authorization = basic(server.admin.name, server.admin.password);
	await ask('PUT', '/db');
	await ask('PUT', '/db/one', '{"a":1}');
});
afterAll(async () => {
	console.log(`hostile: ${tried} requests, statuses ${JSON.stringify([...statuses].sort())}`);
	expect(server.log).toEqual([]);
	await server.stop();
});

const json = { 'content-type': 'application/json' };

async function ask(
	method: string,
	path: string,
	body?: string | Buffer,
	headers: Record<string, string> = json
): Promise<number> {
	const response = await fetch(server.url + path, {
		method,
		headers: { authorization, ...headers },
		body: body as BodyInit | undefined
	});
	await response.arrayBuffer();
	return note(response.status);
}

function note(status: number): number {
	tried++;
	statuses.set(status, (statuses.get(status) ?? 0) + 1);
	return status;
}

/** Sends bytes as they are and gives back the status line's number, 0 when the server just hangs up. */
function raw(text: string | Buffer, waitMs = 3000): Promise<number> {
	return new Promise((resolve) => {
		const socket = connect(server.couch.port, '127.0.0.1', () => socket.write(text));
		let got = '';
		const done = () => {
			clearTimeout(timer);
			socket.destroy();
			resolve(note(Number(/^HTTP\/1\.1 (\d+)/.exec(got)?.[1] ?? 0)));
		};
		const timer = setTimeout(done, waitMs);
		socket.on('data', (bytes) => {
			got += bytes.toString('latin1');
			done();
		});
		socket.on('error', done);
		socket.on('close', done);
	});
}

async function refused(
	requests: readonly (readonly [string, string, (string | Buffer)?, Record<string, string>?])[]
): Promise<void> {
	for (const [method, path, body, headers] of requests) {
		const status = await ask(method, path, body, headers);
		const request = `${method} ${path.slice(0, 80)} ${String(body ?? '').slice(0, 80)}`;
		expect(`${request}: ${status}`).toMatch(/: [234]\d\d$|: 501$/);
	}
	expect(await ask('GET', '/db/one')).toBe(200);
}

test('malformed paths', () =>
	refused([
		...[
			'/%',
			'/%zz',
			'/%00',
			'/db/%00',
			'/db/%ff',
			'/db/%2e%2e%2f%2e%2e%2fetc',
			'/..%2f..%2fsecret',
			'/secret'
		].map((path) => ['GET', path] as const),
		...[
			'/db//////',
			'/db/one/../../x',
			'/db/_design/%2f',
			'/db/_design/../one',
			'/%F0%9F%98%80',
			'/_users%2f..'
		].map((path) => ['GET', path] as const),
		['PUT', '/..%2fout'],
		['PUT', '/a%00b'],
		['PUT', `/${'a'.repeat(5000)}`],
		['PUT', '/__proto__'],
		['GET', '/constructor'],
		['GET', '/db/__proto__'],
		['PUT', '/db/__proto__', '{}'],
		['PUT', '/db/constructor/toString', 'x'],
		['GET', '/db/constructor/valueOf'],
		['GET', `/db/${'x'.repeat(9000)}`],
		['BREW' as string, '/db'],
		['DELETE', '/_users'.replace('_users', '_no')]
	]));

test('malformed JSON and documents', () =>
	refused([
		...['', '{', '[', 'nul', '"', '{"a":}', '\u0000', '{"a":1}x', '\ufeff{}', '{"a":1e999}', '{"a":-0}'].map(
			(body) => ['PUT', '/db/x', body] as const
		),
		['PUT', '/db/x', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
		['PUT', '/db/x', '{"__proto__":{"admin":true}}'],
		[
			'PUT',
			'/db/y',
			'{"a":{"__proto__":{"x":1},"constructor":{"prototype":1},"toString":1,"hasOwnProperty":1}}'
		],
		['GET', '/db/y'],
		['PUT', '/db/x', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
		['PUT', '/db/x', '{"a":'.repeat(100_000)],
		['POST', '/db/_bulk_docs', `{"docs":[${'['.repeat(60_000)}${']'.repeat(60_000)}]}`],
		['POST', '/db/_bulk_docs', '{"docs":{"length":1e9}}'],
		['POST', '/db/_bulk_docs', '{"docs":[null,1,"x",[],{}]}'],
		['POST', '/db/_bulk_docs', '{"docs":[{"_id":{}},{"_id":["a"]}]}'],
		['POST', '/db/_bulk_get', '{"docs":[null,1,{"id":1},{"id":"one","rev":{}},{"id":"one","rev":["x"]}]}'],
		['POST', '/db/_revs_diff', '{"one":[1,null,{}]}'],
		['POST', '/db/_revs_diff', '{"__proto__":["1-a"],"one":{"length":5}}'],
		['POST', '/db/_all_docs', '{"keys":[{},[],null,1e308,"\\u0000"]}'],
		['POST', '/db/_purge', '{"one":"1-a","two":[{}]}'],
		['PUT', '/db/_security', '{"members":{"roles":{"length":1}}}'],
		['PUT', '/db/_revs_limit', '1e400'],
		['PUT', '/db/_revs_limit', '-1'],
		['PUT', '/db/x', JSON.stringify({ a: 'x'.repeat(9_000_000) })]
	]));

test('malformed revisions', () =>
	refused([
		...[
			'-',
			'1-',
			'0-a',
			'-1-a',
			'1e9-a',
			'99999999999999-a',
			'1',
			'x-1',
			'1-\u0000',
			`1-${'a'.repeat(5000)}`,
			'{}'
		].map((rev) => ['GET', `/db/one?rev=${encodeURIComponent(rev)}`] as const),
		...[
			{ start: -1, ids: ['a'] },
			{ start: 1e300, ids: ['a'] },
			{ start: 2, ids: [] },
			{ start: 2, ids: [1, {}] },
			{ start: 2, ids: ['a', 'a'] },
			{ start: 0, ids: ['a'] },
			{ start: 3, ids: { length: 3 } },
			{ start: 5000, ids: Array.from({ length: 5000 }, (_, n) => `h${n}`) }
		].map(
			(revisions) =>
				[
					'POST',
					'/db/_bulk_docs',
					JSON.stringify({ new_edits: false, docs: [{ _id: 'r', _rev: '2-a', _revisions: revisions }] })
				] as const
		),
		['GET', '/db/one?open_revs=[1,null]'],
		['GET', '/db/one?open_revs={"length":3}'],
		['GET', '/db/one?atts_since=[[]]&attachments=true'],
		['GET', '/db/r?revs=true&open_revs=all']
	]));

test('malformed queries, selectors, feeds', () =>
	refused([
		...[
			'limit=1e999',
			'skip=-5',
			'startkey=%',
			'startkey={',
			'keys=[',
			'key=[[[[',
			'limit=99999999999999999999'
		].map((query) => ['GET', `/db/_all_docs?${query}`] as const),
		...[
			'since=-1',
			'since=99999999999999999',
			'since={}',
			'limit=-9',
			'feed=__proto__',
			'filter=../x',
			'filter=a/b/c',
			'heartbeat=-1&feed=longpoll&timeout=1',
			'timeout=x&feed=longpoll',
			'feed=continuous&timeout=-5'
		].map((query) => ['GET', `/db/_changes?${query}`] as const),
		...[
			{ a: { $regex: '^(a+)+$' } },
			{ $where: 'x' },
			{ $and: 1 },
			{ $or: [1, null] },
			{ a: { $in: 5 } },
			{ a: { $elemMatch: 1 } },
			{ a: { $mod: [0, 0] } },
			{ a: { $size: 'x' } },
			{ a: { $type: {} } },
			{ a: { $all: {} } },
			{ __proto__x: 1, 'a.__proto__.b': 1 },
			{ 'constructor.name': { $exists: true } },
			{ $not: { $not: { $not: 1 } } },
			{ a: { $and: [{ $gt: 1 }] } },
			{ a: null, b: [], c: { d: { e: {} } } }
		].map((selector) => ['POST', '/db/_find', JSON.stringify({ selector })] as const),
		['POST', '/db/_find', '{"selector":{},"bookmark":"AAAA"}'],
		['POST', '/db/_find', '{"selector":{},"fields":["__proto__.x","a.b.c",""]}'],
		['POST', '/db/_find', `{"selector":${'{"$not":'.repeat(400)}{}${'}'.repeat(400)}}`],
		['POST', '/db/_index', '{"index":{"fields":[{},1,null]}}'],
		['POST', '/db/_changes?filter=_selector', '{"selector":{"$and":[{"$or":5}]}}']
	]));

test('malformed multipart and compressed bodies', async () => {
	const multipart = { 'content-type': 'multipart/related; boundary="x"' };
	const part = (head: string, body: string) => `--x\r\n${head}\r\n\r\n${body}\r\n`;
	const doc = JSON.stringify({ _attachments: { a: { follows: true, content_type: 'x/y', length: 3 } } });
	await refused([
		...[
			'',
			'--x',
			'--x--',
			'--x\r\n\r\n',
			part('', ''),
			part('content-type: application/json', '{'),
			`${part('', doc)}--x--`
		].map((body) => ['PUT', '/db/m', body, multipart] as const),
		['PUT', '/db/m', `${part('', doc)}${part('', 'abc')}${part('', 'more')}--x--`, multipart],
		['PUT', '/db/m', `${part('', doc)}${part('content-encoding: gzip', 'no gzip')}--x--`, multipart],
		[
			'PUT',
			'/db/m',
			`${part('', doc)}${part('content-disposition: attachment; filename="__proto__"', 'abc')}--x--`,
			multipart
		],
		['PUT', '/db/m2', '{}', { 'content-type': 'multipart/related' }],
		['PUT', '/db/m3', '{}', { 'content-type': `multipart/related; boundary=${'y'.repeat(5000)}` }],
		['PUT', '/db/m', 'no gzip', { ...json, 'content-encoding': 'gzip' }],
		['PUT', '/db/m', gzipSync('{"a":1}').subarray(0, 12), { ...json, 'content-encoding': 'gzip' }],
		['PUT', '/db/m', '{}', { ...json, 'content-encoding': 'zstd' }]
	]);
});

test('a compressed bomb costs its own request, and little memory', async () => {
	const before = process.memoryUsage().rss;
	const bomb = gzipSync(Buffer.alloc(1_000_000_000, 0x20), { level: 9 });
	for (let n = 0; n < 3; n++) {
		expect(await ask('PUT', '/db/bomb', bomb, { ...json, 'content-encoding': 'gzip' })).toBe(413);
	}
	const inner = gzipSync(Buffer.alloc(200_000_000), { level: 9 }).toString('base64');
	const attached = JSON.stringify({ _attachments: { a: { data: inner, encoding: 'gzip' } } });
	expect(await ask('PUT', '/db/bomb', attached)).toBe(413);
	// the gigabyte that this test itself made to compress is garbage by now; the server may hold a body or two
	expect(process.memoryUsage().rss - before).toBeLessThan(1_600_000_000);
	expect(await ask('PUT', '/db/large', Buffer.alloc(70_000_000), { 'content-type': 'x/y' })).toBe(413);
});

test('broken HTTP', { timeout: 120_000 }, async () => {
	const auth = `host: x\r\nauthorization: ${authorization}\r\n`;
	const requests = [
		'GARBAGE\r\n\r\n',
		'GET / HTTP/9.9\r\n\r\n',
		`GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${auth}\r\n`,
		`GET / HTTP/1.1\r\n${auth}x: ${'y'.repeat(60_000)}\r\n\r\n`,
		`GET / HTTP/1.1\r\n${auth}${Array.from({ length: 3000 }, (_, n) => `h${n}: 1`).join('\r\n')}\r\n\r\n`,
		`PUT /db/z HTTP/1.1\r\n${auth}content-length: -5\r\n\r\n`,
		`PUT /db/z HTTP/1.1\r\n${auth}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
		`PUT /db/z HTTP/1.1\r\n${auth}transfer-encoding: chunked\r\n\r\nzz\r\n`,
		`PUT /db/z HTTP/1.1\r\n${auth}content-length: 99999999999\r\n\r\n{`,
		`GET /db/one HTTP/1.1\r\n${auth}range: bytes=999999999999999999-\r\n\r\n`,
		`GET /_session HTTP/1.1\r\nhost: x\r\nauthorization: Basic !!!!\r\n\r\n`,
		`GET /_session HTTP/1.1\r\nhost: x\r\nauthorization: Basic\r\n\r\n`,
		`GET /_session HTTP/1.1\r\nhost: x\r\ncookie: AuthSession=%00%ff; AuthSession=${'A'.repeat(9000)}\r\n\r\n`,
		`GET http://other.example/db HTTP/1.1\r\n${auth}\r\n`,
		Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
	];
	for (const request of requests) {
		const status = await raw(request);
		expect(`${String(request).slice(0, 60)}: ${status}`).not.toMatch(/: 5\d\d$/);
	}
	expect(await ask('GET', '/db/one')).toBe(200);
});

test('slow and half-sent bodies hold up nobody else', { timeout: 60_000 }, async () => {
	const head = `PUT /db/slow HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-length: 1000\r\n\r\n{"a":`;
	const sockets = Array.from({ length: 50 }, () => {
		const socket = connect(server.couch.port, '127.0.0.1', () => socket.write(head));
		socket.on('error', () => {});
		return socket;
	});
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(await ask('PUT', `/db/quick${Date.now()}`, '{}')).toBe(201);
	for (const socket of sockets) socket.destroy();
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(await ask('GET', '/db/slow')).toBe(404);
});

test(
	'design functions that never end or never stop growing cost their own request',
	{ timeout: 120_000 },
	async () => {
		await ask('PUT', '/code');
		const source = `function (doc) {
		if (doc.kind === 'loop') for (;;);
		if (doc.kind === 'grow') { var all = []; for (;;) all.push(new Array(10000).join('x') + all.length); }
		if (doc.kind === 'deep') (function f() { f(); })();
		if (doc.kind === 'regex') /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab');
		if (doc.kind === 'host') throw({ forbidden: [typeof process, typeof require, typeof fetch, typeof setTimeout].join() });
		if (doc.kind === 'escape') this.constructor.constructor('return process')().exit(1);
	}`;
		expect(await ask('PUT', '/code/_design/guard', JSON.stringify({ validate_doc_update: source }))).toBe(
			201
		);
		for (const kind of ['loop', 'grow', 'deep', 'regex', 'host', 'escape']) {
			const bad = ask('PUT', `/code/${kind}`, JSON.stringify({ kind }));
			// meanwhile others write, in the same database and in another
			expect(await ask('PUT', `/code/ok-${kind}`, '{"kind":"ok"}')).toBe(201);
			expect(await ask('PUT', `/db/ok-${kind}`, '{}')).toBe(201);
			expect(await bad).toBe(403);
		}
		const many = { docs: Array.from({ length: 500 }, (_, n) => ({ _id: `l${n}`, kind: 'loop' })) };
		expect(await ask('POST', '/code/_bulk_docs', JSON.stringify(many))).toBe(201);
		const view = {
			views: { v: { map: 'function (doc) { for (;;); }' } },
			filters: { f: 'function () { for (;;); }' }
		};
		expect(await ask('PUT', '/code/_design/view', JSON.stringify(view))).toBe(201);
		expect(await ask('GET', '/code/_design/view/_view/v')).toBe(400);
		expect(await ask('GET', '/code/_changes?filter=view/f')).toBe(200);
		const endless = { validate_doc_update: '(function () { for (;;); })()' };
		expect(await ask('PUT', '/code/_design/endless', JSON.stringify(endless))).toBe(400);
		expect(await ask('PUT', '/code/after', '{}')).toBe(201);
	}
);
