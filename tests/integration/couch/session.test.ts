import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { conform, setUpServers, type Couch } from './conformance';
import { ACCOUNT_LAG_MS, basic } from './servers';

setUpServers();

const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function open(couch: Couch): Promise<void> {
	await couch.ask(200, 'PUT', '/{db}/_security', { body: { members: { roles: ['people:1'] } } });
}

conform('signing in by JSON, by form, by Basic', async (couch) => {
	const name = couch.account('lin');
	await couch.ask(200, 'POST', '/_session', { as: null, body: { name, password: 'pw-lin' } });
	await couch.ask(200, 'POST', '/_session', {
		as: null,
		headers: form,
		body: `name=${name}&password=pw-lin`
	});
	await couch.ask(200, 'GET', '/_session', { as: null, headers: { authorization: basic(name, 'pw-lin') } });
	await couch.ask(200, 'GET', '/_session', { as: 'lin' });
	await couch.ask(200, 'GET', '/_session', { as: null });
	await couch.ask(200, 'GET', '/_session');
});

// CouchDB locks an account after five failures: few of them here, and none for its admin
conform('wrong names and passwords look the same', async (couch) => {
	const name = couch.account('lin');
	const wrong = { differs: 'CouchDB gives the cleared cookie a month' };
	await couch.ask(401, 'POST', '/_session', { as: null, body: { name, password: 'x' }, ...wrong });
	await couch.ask(401, 'POST', '/_session', { as: null, body: { name: 'none', password: 'x' }, ...wrong });
	await couch.ask(401, 'POST', '/_session', {
		as: null,
		body: { name: '__proto__', password: 'x' },
		...wrong
	});
	for (const user of [name, `none-${couch.run}`, 'constructor']) {
		await couch.ask(401, 'GET', '/_session', { as: null, headers: { authorization: basic(user, 'x') } });
		await couch.ask(401, 'GET', '/{db}', { as: null, headers: { authorization: basic(user, '') } });
	}
	await couch.ask(400, 'POST', '/_session', { as: null, body: {} });
	await couch.ask(400, 'POST', '/_session', { as: null, body: '{bad' });
	await couch.ask(415, 'POST', '/_session', {
		as: null,
		body: 'x',
		headers: { 'content-type': 'text/plain' }
	});
	await couch.ask(405, 'PUT', '/_session', { as: null, body: {} });
});

conform('signing out clears the cookie', async (couch) => {
	const { headers } = await couch.ask(200, 'DELETE', '/_session', {
		as: 'lin',
		differs: 'how long the empty cookie lives'
	});
	expect(headers.get('set-cookie')).toMatch(/^AuthSession=; .*HttpOnly/);
});

conform('a cookie outlives the browser and is HttpOnly', async (couch) => {
	const body = { name: couch.account('lin'), password: 'pw-lin' };
	const { headers } = await couch.ask(200, 'POST', '/_session', { as: null, body });
	expect(headers.get('set-cookie')).toMatch(/; Expires=.*; Max-Age=2592000; Path=\/; HttpOnly/);
});

conform('a cookie that was tampered with is nobody’s', async (couch) => {
	await open(couch);
	const [, value = ''] = couch.cookie('lin').split('=');
	const bytes = Buffer.from(value, 'base64url');
	const [name = '', time = ''] = bytes.toString('latin1').split(':');
	const mac = bytes.subarray(name.length + time.length + 2);
	const forged = (fields: string, signature: Buffer = mac) =>
		Buffer.concat([Buffer.from(fields), signature]).toString('base64url');
	const flipped = Buffer.from(mac);
	flipped[0] = (flipped[0] ?? 0) ^ 1;
	const guessed = createHmac('sha256', '').update(`${name}:${time}`).digest();
	const cookies = [
		forged(`${couch.account('boss')}:${time}:`),
		forged(`${couch.server.admin.name}:${time}:`),
		forged(`${name}:${(Number.parseInt(time, 16) + 1000).toString(16).toUpperCase()}:`),
		forged(`${name}:${(Number.parseInt(time, 16) - 3_000_000).toString(16).toUpperCase()}:`),
		forged(`${name}:${time}:`, flipped),
		forged(`${name}:${time}:`, guessed),
		forged(`${name}:${time}:`, mac.subarray(0, 31)),
		forged(`none:${time}:`)
	];
	await couch.ask(200, 'GET', '/{db}', { as: 'lin', differs: 'sizes' });
	for (const cookie of cookies) {
		const headers = { cookie: `AuthSession=${cookie}` };
		await couch.ask(401, 'GET', '/{db}', { as: null, headers });
		await couch.ask(200, 'GET', '/_session', { as: null, headers });
	}
	await couch.ask(400, 'GET', '/{db}', { as: null, headers: { cookie: 'AuthSession=garbage' } });
	await couch.ask(401, 'GET', '/{db}', { as: null, headers: { cookie: 'AuthSession=' } });
});

/** Until CouchDB has heard that the account has changed. */
async function forgotten(couch: Couch, headers: { cookie: string }): Promise<void> {
	if (couch.server.kind !== 'CouchDB') return;
	const status = async () => (await couch.send('GET', '/{db}', { as: null, headers })).status;
	await expect.poll(status, { timeout: ACCOUNT_LAG_MS, interval: 500 }).toBe(401);
}

const changedPassword = async (couch: Couch) => {
	await open(couch);
	const name = `temp-${couch.account('x')}`;
	const path = `/_users/org.couchdb.user:${name}`;
	const user = { name, type: 'user', roles: ['people:1'] };
	await couch.ask(201, 'PUT', path, { body: { ...user, password: 'old' } });
	const signIn = async (password: string, status: number) => {
		const answer = await couch.ask(status, 'POST', '/_session', {
			as: null,
			body: { name, password },
			differs: 'cookie'
		});
		return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
	};
	const headers = await signIn('old', 200);
	await couch.ask(200, 'GET', '/{db}', { as: null, headers, differs: 'sizes' });
	const { json } = await couch.send('GET', path);
	await couch.ask(201, 'PUT', path, { body: { ...user, _rev: json._rev, password: 'new' } });
	await forgotten(couch, headers);
	await couch.ask(401, 'GET', '/{db}', { as: null, headers });
	await signIn('old', 401);
	const again = await signIn('new', 200);
	await couch.ask(200, 'GET', '/{db}', { as: null, headers: again, differs: 'sizes' });
	const now = await couch.send('GET', path);
	await couch.ask(200, 'DELETE', `${path}?rev=${now.json._rev}`);
	await forgotten(couch, again);
	await couch.ask(401, 'GET', '/{db}', { as: null, headers: again });
	await signIn('new', 401);
};
conform('a changed password ends the sessions', changedPassword, { timeout: 3 * ACCOUNT_LAG_MS });
