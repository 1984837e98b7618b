import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { brotliDecompressSync, createBrotliDecompress, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { listen, openFront, type Listening } from './front';

const DATABASE = 'people-330102016001002';
const opened: Listening[] = [];

afterEach(async () => {
	for (const each of opened.splice(0).reverse()) await each.close();
});

async function front(
	upstream: (request: IncomingMessage, response: ServerResponse) => void,
	limits: { readonly maxBody?: number; readonly silence?: number } = {}
) {
	const server = await listen(upstream);
	const gateway = await openFront({ url: server.url, ...limits });
	opened.push(server, gateway);
	return `${gateway.url}/db/${DATABASE}`;
}

/** Like `fetch`, but the body stays as it came over the wire. */
function get(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		httpRequest(url, { headers }, resolve).on('error', reject).end();
	});
}

async function bytes(answer: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

const json = { 'content-type': 'application/json' };
const rows = JSON.stringify({
	rows: Array.from({ length: 2000 }, (_, n) => ({ id: `visit:${n}`, rev: '1-a' }))
});

test('a line of _changes arrives while the server still holds the answer open, compressed or not', async () => {
	let open: ServerResponse | undefined;
	const url = await front((_request, response) => {
		open = response.writeHead(200, json);
		response.write('{"seq":1,"id":"visit:1"}\n');
	});
	for (const encoding of ['identity', 'br']) {
		const answer = await get(`${url}/_changes?feed=continuous`, { 'accept-encoding': encoding });
		const body = encoding === 'br' ? answer.pipe(createBrotliDecompress()) : answer;
		const first = await new Promise((resolve) =>
			body.once('data', (chunk: Buffer) => resolve(String(chunk)))
		);
		expect(first).toBe('{"seq":1,"id":"visit:1"}\n');
		expect(open?.writableEnded).toBe(false);
		open?.end();
		body.resume();
	}
});

test('answers are packed as the client takes them, and their ETag becomes weak', async () => {
	const url = await front((_request, response) =>
		response.writeHead(200, { ...json, etag: '"7-x"' }).end(rows)
	);
	const brotli = await get(`${url}/_all_docs`, { 'accept-encoding': 'gzip, deflate, br' });
	expect(brotli.headers).toMatchObject({
		'content-encoding': 'br',
		etag: 'W/"7-x"',
		vary: 'accept-encoding'
	});
	expect(String(brotliDecompressSync(await bytes(brotli)))).toBe(rows);
	const gzip = await get(`${url}/_all_docs`, { 'accept-encoding': 'gzip, br;q=0' });
	expect(gzip.headers['content-encoding']).toBe('gzip');
	expect(String(gunzipSync(await bytes(gzip)))).toBe(rows);
	const plain = await get(`${url}/_all_docs`);
	expect(plain.headers).not.toHaveProperty('content-encoding');
	expect(plain.headers.etag).toBe('"7-x"');
	expect(String(await bytes(plain))).toBe(rows);
});

test('pictures and short answers stay as they are', async () => {
	const url = await front((request, response) => {
		if (request.url?.includes('photo')) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(rows);
		else response.writeHead(200, { ...json, 'content-length': 11 }).end('{"ok":true}');
	});
	for (const path of ['-photos/photo:1/full', '/visit:1']) {
		const answer = await get(url + path, { 'accept-encoding': 'br' });
		expect(answer.headers).not.toHaveProperty('content-encoding');
		answer.resume();
	}
});

test('a request body arrives while the client is still sending, and gzip is unpacked on the way', async () => {
	let arrived: (text: string) => void = () => {};
	const seen: string[] = [];
	const url = await front((request, response) => {
		request.on('data', (chunk: Buffer) => arrived(String(chunk)));
		request.on('data', (chunk: Buffer) => seen.push(String(chunk)));
		request.on('end', () => response.writeHead(201, json).end('[]'));
	});
	const first = new Promise<string>((resolve) => (arrived = resolve));
	const slow = httpRequest(`${url}/_bulk_docs`, { method: 'POST', headers: json });
	slow.write('{"docs":');
	expect(await first).toBe('{"docs":');
	const answered = new Promise<IncomingMessage>((resolve) => slow.on('response', resolve));
	slow.end('[]}');
	expect((await answered).statusCode).toBe(201);
	(await answered).resume();

	seen.length = 0;
	const packed = await fetch(`${url}/_bulk_docs`, {
		method: 'POST',
		headers: { ...json, 'content-encoding': 'gzip' },
		body: gzipSync(rows)
	});
	expect(packed.status).toBe(201);
	expect(seen.join('')).toBe(rows);
});

test('a slow reader holds the server back instead of filling the memory', async () => {
	const chunk = Buffer.alloc(256 * 1024, 97);
	const CHUNKS = 400;
	let sent = 0;
	const url = await front((_request, response) => {
		response.writeHead(200, { 'content-type': 'application/octet-stream' });
		const more = () => {
			while (sent < CHUNKS) {
				sent++;
				if (!response.write(chunk)) {
					response.once('drain', more);
					return;
				}
			}
			response.end();
		};
		more();
	});
	const answer = await get(`${url}/visit:1`);
	answer.pause();
	let before = -1;
	while (before !== sent) {
		before = sent;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	expect(sent).toBeLessThan(CHUNKS / 4);
	expect((await bytes(answer)).length).toBe(chunk.length * CHUNKS);
});

test('a client that goes away ends the request at the server', async () => {
	let gone: () => void = () => {};
	const closed = new Promise<void>((resolve) => (gone = resolve));
	const url = await front((_request, response) => {
		response.on('close', gone);
		response.writeHead(200, json).write('\n');
	});
	const answer = await get(`${url}/_changes?feed=longpoll`);
	answer.destroy();
	await closed;
	const waiting = new Promise<void>((resolve) => (gone = resolve));
	const silent = await front((_request, response) => response.on('close', gone));
	const request = httpRequest(`${silent}/_changes`).on('error', () => {});
	request.end();
	setTimeout(() => request.destroy(), 100);
	await waiting;
});

test('a body over the limit is answered with 413, announced, streamed or packed', async () => {
	const url = await front(
		(request, response) => {
			request.resume();
			request.on('end', () => response.writeHead(201, json).end('[]'));
		},
		{ maxBody: 100_000 }
	);
	const big = Buffer.alloc(200_000, 32);
	const post = (body: BodyInit, headers: Record<string, string> = {}) =>
		fetch(`${url}/_bulk_docs`, {
			method: 'POST',
			headers: { ...json, ...headers },
			body,
			duplex: 'half'
		} as RequestInit);
	const stream = () => new Blob([big]).stream();
	for (const answer of [
		await post(big),
		await post(stream()),
		await post(gzipSync(big), { 'content-encoding': 'gzip' })
	]) {
		expect(answer.status).toBe(413);
		expect(await answer.json()).toMatchObject({ error: 'too_large' });
	}
	const broken = await post('not gzip at all', { 'content-encoding': 'gzip' });
	expect(broken.status).toBe(400);
	const other = await post(big.subarray(0, 10), { 'content-encoding': 'br' });
	expect(other.status).toBe(415);
});

test('a server that is down gives 503 with a reason, also one that dies half-way', async () => {
	const nobody = await listen(() => {});
	await nobody.close();
	const gateway = await openFront({ url: nobody.url });
	opened.push(gateway);
	const answer = await fetch(`${gateway.url}/db/${DATABASE}`);
	expect(answer.status).toBe(503);
	expect(await answer.json()).toEqual({
		error: 'service_unavailable',
		reason: 'The database server cannot be reached.'
	});

	const cut = await front((_request, response) => {
		response.writeHead(200, json).write(rows.slice(0, 5000));
		setTimeout(() => response.destroy(), 50);
	});
	const half = await fetch(`${cut}/_all_docs`);
	await expect(half.text()).rejects.toThrow();
});

test('what makes no progress is cut off: a silent server with 504, a sender who stalls, a reader who stops', async () => {
	const closed: string[] = [];
	const url = await front(
		(request, response) => {
			request.on('error', () => {});
			response.on('close', () => closed.push(`${request.method} ${response.writableFinished}`));
			if (!request.url?.includes('_all_docs')) return;
			response.writeHead(200, { 'content-type': 'application/octet-stream' });
			for (let n = 0; n < 400; n++) response.write(Buffer.alloc(256 * 1024));
		},
		{ silence: 300 }
	);
	const silent = await fetch(`${url}/_changes`);
	expect(silent.status).toBe(504);
	expect(await silent.json()).toMatchObject({ error: 'timeout' });

	const stalled = httpRequest(`${url}/_bulk_docs`, { method: 'POST', headers: json });
	const answered = new Promise<IncomingMessage>((resolve) => stalled.on('response', resolve));
	stalled.on('error', () => {});
	stalled.write('{"docs":');
	expect((await answered).statusCode).toBe(504);
	stalled.destroy();

	const reader = await get(`${url}/_all_docs`);
	reader.on('error', () => {});
	reader.pause();
	await expect.poll(() => closed).toContain('GET false');
	await expect.poll(() => closed).toContain('POST false');
	reader.destroy();
});
