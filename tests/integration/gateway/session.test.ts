import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCouch, type TestCouch } from '../../fixtures/test-couch';
import { openFront, type Listening } from './front';

const SCOPE = 'people-330102016001002';
const OTHER = 'people-330102016001003';
const SCOPES = [SCOPE, OTHER, `${SCOPE}-photos`];
const json = { 'content-type': 'application/json' };

let folder: string;
let couch: TestCouch;
let front: Listening;
let worker: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'linli-gateway-'));
	couch = await openCouch(folder);
	front = await openFront({ url: couch.url });
	for (const scope of SCOPES) {
		await couch.admin({ method: 'DELETE', path: `/${scope}` });
		await couch.admin({ method: 'PUT', path: `/${scope}` });
		const members = { names: [], roles: [scope.replace('-photos', '').replace('-', ':')] };
		await couch.admin({
			method: 'PUT',
			path: `/${scope}/_security`,
			body: { admins: { names: [], roles: [] }, members }
		});
	}
	const wang = { name: 'wang', password: 'right', roles: ['people:330102016001002'], type: 'user' };
	await couch.admin({ method: 'PUT', path: '/_users/org.couchdb.user:wang', body: wang });
	await couch.admin({ method: 'PUT', path: `/${SCOPE}/visit:1`, body: { type: 'visit' } });
	worker = cookieOf(await signIn(front, 'wang', 'right'));
});

afterAll(async () => {
	await front.close();
	for (const scope of SCOPES) await couch.admin({ method: 'DELETE', path: `/${scope}` });
	await couch.close();
	await rm(folder, { recursive: true, force: true });
});

function signIn(at: Listening, name: string, password: string): Promise<Response> {
	return fetch(`${at.url}/db/_session`, {
		method: 'POST',
		headers: json,
		body: JSON.stringify({ name, password })
	});
}
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const ask = (path: string, init: RequestInit = {}, cookie = worker) =>
	fetch(`${front.url}/db${path}`, { ...init, headers: { ...json, cookie, ...init.headers } });

test('the session cookie is out of reach of scripts and of other sites, and Secure behind TLS', async () => {
	const plain = (await signIn(front, 'wang', 'right')).headers.getSetCookie();
	expect(plain).toHaveLength(1);
	expect(plain[0]).toMatch(/^AuthSession=[^;]+;.*Path=\/; HttpOnly; SameSite=Lax$/);
	const behindTls = await openFront({ url: couch.url }, { secure: true });
	expect((await signIn(behindTls, 'wang', 'right')).headers.getSetCookie()[0]).toMatch(
		/SameSite=Lax; Secure$/
	);
	await behindTls.close();
});

test('a member reads and writes; somebody without the role gets 403, nobody gets 401, and no sign-in box opens', async () => {
	const session = (await (await ask('/_session')).json()) as { userCtx: unknown };
	expect(session.userCtx).toEqual({ name: 'wang', roles: ['people:330102016001002'] });
	expect((await ask(`/${SCOPE}/_all_docs`)).status).toBe(200);
	expect((await ask(`/${SCOPE}/visit:2`, { method: 'PUT', body: '{"type":"visit"}' })).status).toBe(201);
	expect((await ask(`/${OTHER}/_all_docs`)).status).toBe(403);
	for (const path of ['', '/_all_docs', '/_changes', '/visit:1', '/_local/x']) {
		const answer = await ask(`/${SCOPE}${path}`, {}, '');
		expect(answer.status).toBe(401);
		expect(answer.headers.has('www-authenticate')).toBe(false);
	}
});

test('passwords in headers and names given by a proxy count for nothing', async () => {
	const headers = {
		authorization: `Basic ${btoa('admin:secret')}`,
		'x-auth-couchdb-username': 'admin',
		'x-auth-couchdb-roles': '_admin'
	};
	expect((await ask(`/${SCOPE}`, { headers }, '')).status).toBe(401);
});

test("what the app does not need never reaches the server, and says so in CouchDB's words", async () => {
	const answers = await Promise.all(
		[
			'/_all_dbs',
			'/_users/_all_docs',
			'/_node/_local/_config',
			`/${SCOPE}/_security`,
			`/${SCOPE}/_design/guard`
		].map((path) => ask(path))
	);
	for (const answer of answers) {
		expect(answer.status).toBe(403);
		expect(await answer.json()).toMatchObject({ error: 'forbidden', reason: expect.any(String) });
	}
	const removed = await ask(`/${SCOPE}`, { method: 'DELETE' });
	expect([removed.status, removed.headers.get('allow')]).toEqual([405, 'GET,HEAD']);
	expect((await ask('/accounts')).status).toBe(404);
});

test('requests that other sites start are refused', async () => {
	const headers = { 'sec-fetch-site': 'cross-site' };
	expect((await ask(`/${SCOPE}/_bulk_docs`, { method: 'POST', body: '{"docs":[]}', headers })).status).toBe(
		403
	);
	expect((await ask(`/${SCOPE}`, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
});

test('a document that has not changed is answered with 304, by its ETag', async () => {
	const first = await ask(`/${SCOPE}/visit:1`);
	const etag = first.headers.get('etag') ?? '';
	expect(etag).not.toBe('');
	for (const known of [etag, `W/${etag.replace('W/', '')}`]) {
		const again = await ask(`/${SCOPE}/visit:1`, { headers: { 'if-none-match': known } });
		expect([again.status, await again.text()]).toEqual([304, '']);
	}
	expect((await ask(`/${SCOPE}/visit:1`, { headers: { 'if-none-match': '"1-other"' } })).status).toBe(200);
});

test("the server's clock comes along, and nothing stays in the browser's own cache", async () => {
	const { headers } = await ask(`/${SCOPE}/visit:1`);
	expect(Math.abs(Date.parse(headers.get('date') ?? '') - Date.now())).toBeLessThan(5_000);
	expect(headers.get('cache-control')).toBe('no-store');
});

test('a photo of 8 MB goes up and comes back, byte by byte, in the photos twin only', async () => {
	const picture = new Uint8Array(8 * 1024 * 1024).map((_, n) => (n * 7919) % 256);
	const headers = { 'content-type': 'image/jpeg' };
	const path = `/${SCOPE}-photos/photo:${crypto.randomUUID()}/full`;
	expect((await ask(path, { method: 'PUT', body: picture, headers })).status).toBeOneOf([201, 202]);
	const back = await ask(path);
	expect(back.headers.get('content-type')).toBe('image/jpeg');
	expect(Buffer.compare(Buffer.from(await back.arrayBuffer()), Buffer.from(picture))).toBe(0);
	const part = await ask(path, { headers: { range: 'bytes=1000000-1000003' } });
	expect([part.status, [...new Uint8Array(await part.arrayBuffer())]]).toEqual([
		206,
		[...picture.slice(1_000_000, 1_000_004)]
	]);
	expect((await ask(`/${SCOPE}/visit:1/full`, { method: 'PUT', body: picture, headers })).status).toBe(403);
	const larger = new Uint8Array(8 * 1024 * 1024 + 1);
	expect((await ask(`${path}2`, { method: 'PUT', body: larger, headers })).status).toBe(413);
});

test('guessing is stopped after a few failures, with the time to wait; others sign in as before', async () => {
	const signInLimits = { window: 600_000, perAccountAndAddress: 3, perAddress: 10, perAccount: 10 };
	const guarded = await openFront({ url: couch.url, signIn: signInLimits });
	for (let n = 0; n < 3; n++) expect((await signIn(guarded, 'wang', `wrong${n}`)).status).toBe(401);
	const stopped = await signIn(guarded, 'wang', 'right');
	expect(stopped.status).toBe(429);
	expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(500);
	expect(await stopped.json()).toEqual({
		error: 'too_many_requests',
		reason: 'Too many failed attempts to sign in. Try again in 10 minutes.'
	});
	expect((await signIn(guarded, 'admin', 'secret')).status).toBe(200);
	await guarded.close();
});

test('many right passwords are no attack', async () => {
	const signInLimits = { window: 600_000, perAccountAndAddress: 2, perAddress: 2, perAccount: 2 };
	const guarded = await openFront({ url: couch.url, signIn: signInLimits });
	for (let n = 0; n < 4; n++) expect((await signIn(guarded, 'wang', 'right')).status).toBe(200);
	const noName = await fetch(`${guarded.url}/db/_session`, { method: 'POST', headers: json, body: '{}' });
	expect(noName.status).toBe(400);
	await guarded.close();
});

test('signing out ends the session in this browser', async () => {
	const answer = await ask('/_session', { method: 'DELETE' });
	expect(answer.headers.getSetCookie()[0]).toMatch(/^AuthSession=;/);
});
