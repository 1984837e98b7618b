import { afterAll, expect, test } from 'vitest';
import { basic, temporaryCouch } from './servers';

const LIFE = 2;
const server = await temporaryCouch(LIFE);
afterAll(() => server.stop());

const admin = { authorization: basic('admin', 'secret'), 'content-type': 'application/json' };

test('an expired cookie is nobody’s', async () => {
	const put = (path: string, body: unknown) =>
		fetch(server.url + path, { method: 'PUT', headers: admin, body: JSON.stringify(body) });
	await put('/grid', {});
	await put('/grid/_security', { members: { roles: ['people:1'] } });
	const user = { name: 'lin', type: 'user', roles: ['people:1'], password: 'pw' };
	await put('/_users/org.couchdb.user:lin', user);
	const signedIn = await fetch(`${server.url}/_session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: 'lin', password: 'pw' })
	});
	const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
	const read = () => fetch(`${server.url}/grid`, { headers: { cookie } });
	expect((await read()).status).toBe(200);

	await new Promise((resolve) => setTimeout(resolve, (LIFE + 1) * 1000));
	const late = await read();
	expect(late.status).toBe(401);
	expect(await late.json()).toMatchObject({ error: 'unauthorized' });
	expect(late.headers.get('set-cookie'), 'it does not come to life again').toBeNull();
	const session = await fetch(`${server.url}/_session`, { headers: { cookie } });
	expect(await session.json()).toMatchObject({ userCtx: { name: null } });
});
