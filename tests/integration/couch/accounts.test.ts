import { expect } from 'vitest';
import { conform, setUpServers } from './conformance';

setUpServers();

conform('accounts are read by server admins', async (couch) => {
	await couch.ask(200, 'GET', `/_users/${couch.userId('lin')}`);
	const others = ['', '/_all_docs', '/_changes', '/_design_docs', '/_security', '/_local/x', '/none'];
	for (const path of others) {
		const status = path === '/_all_docs' || path === '/_changes' ? 401 : 403;
		await couch.ask(status, 'GET', `/_users${path}`, { as: 'lin' });
		await couch.ask(401, 'GET', `/_users${path}`, { as: null });
	}
	await couch.ask(403, 'GET', `/_users/${couch.userId('mo')}`, { as: 'lin' });
	await couch.ask(403, 'GET', `/_users/${couch.userId('mo')}?open_revs=all`, { as: 'lin' });
	await couch.ask(403, 'POST', '/_users/_bulk_get', {
		as: 'lin',
		body: { docs: [{ id: couch.userId('mo') }] }
	});
	await couch.ask(403, 'POST', '/_users/_bulk_get', {
		as: 'lin',
		body: { docs: [{ id: couch.userId('lin') }] }
	});
	await couch.ask(403, 'POST', '/_users/_find', { as: 'lin', body: { selector: {} } });
	await couch.ask(403, 'POST', '/_users/_revs_diff', { as: 'lin', body: {} });
	await couch.ask(401, 'GET', `/_users/${couch.userId('lin')}`, { as: null });
	await couch.ask(200, 'GET', `/_users/${couch.userId('lin')}`, {
		as: 'lin',
		real: 403,
		differs: 'a user reads his own account here, as in CouchDB when _users has no member rule'
	});
});

conform('passwords are kept as PBKDF2-SHA256 with 600,000 rounds', async (couch) => {
	const { json } = await couch.ask(200, 'GET', `/_users/${couch.userId('mo')}`);
	expect(json).toMatchObject({ password_scheme: 'pbkdf2', pbkdf2_prf: 'sha256', iterations: 600_000 });
	expect(json.password).toBeUndefined();
	expect(json.derived_key).toMatch(/^[0-9a-f]{64}$/);
});

conform('accounts that make no sense are refused', async (couch) => {
	const name = `bad-${couch.account('x')}`;
	const id = `org.couchdb.user:${name}`;
	const put = (status: number, body: unknown, path = id, more = {}) =>
		couch.ask(status, 'PUT', `/_users/${path}`, { body, ...more });
	await put(403, { name, type: 'user', roles: [] }, 'foo');
	await put(403, { name: 'other', type: 'user', roles: [] });
	await put(403, { name, type: 'use', roles: [] });
	await put(403, { name, type: 'user' });
	await put(403, { name, type: 'user', roles: ['_admin'] });
	await put(403, { name, type: 'user', roles: [1] });
	await put(403, { name, type: 'user', roles: 'x' });
	await put(403, { type: 'user', roles: [] }, id, { differs: 'which rule comes first' });
	await put(403, { name: '_x', type: 'user', roles: [] }, 'org.couchdb.user:_x');
	await put(403, { name: 'a:b', type: 'user', roles: [] }, 'org.couchdb.user:a:b', { differs: 'words' });
	await couch.ask(404, 'GET', `/_users/${id}`);
});

conform('nobody makes accounts, and no user makes others', async (couch) => {
	const name = `sneak-${couch.account('x')}`;
	const doc = { _id: `org.couchdb.user:${name}`, name, type: 'user', roles: ['manager'], password: 'x' };
	await couch.ask(401, 'PUT', `/_users/${doc._id}`, { as: null, body: doc });
	await couch.ask(401, 'POST', '/_users/_bulk_docs', { as: null, body: { docs: [doc] } });
	await couch.ask(403, 'PUT', `/_users/${doc._id}`, { as: 'lin', body: doc });
	await couch.ask(403, 'POST', '/_users', { as: 'lin', body: doc });
	await couch.ask(403, 'POST', '/_users/_bulk_docs', { as: 'lin', body: { docs: [doc] } });
	const replicated = { new_edits: false, docs: [{ ...doc, _rev: '1-a' }] };
	await couch.ask(403, 'POST', '/_users/_bulk_docs', { as: 'lin', body: replicated });
	await couch.ask(404, 'GET', `/_users/${doc._id}`);
});

conform('a user cannot raise himself', async (couch) => {
	const path = `/_users/${couch.userId('lin')}`;
	const { json: own } = await couch.send('GET', path);
	const differs = 'CouchDB as shipped keeps him out of _users altogether, with the same status';
	await couch.ask(403, 'PUT', path, { as: 'lin', body: { ...own, roles: ['people:1', 'manager'] }, differs });
	await couch.ask(403, 'PUT', path, { as: 'lin', body: { ...own, roles: ['_admin'] }, differs });
	await couch.ask(403, 'PUT', path, { as: 'lin', body: { ...own, name: 'boss' }, differs });
	await couch.ask(403, 'PUT', `${path}?new_edits=false`, {
		as: 'lin',
		body: { ...own, _rev: '9-a', roles: ['manager'] },
		differs
	});
	await couch.ask(403, 'PUT', `/_users/${couch.userId('mo')}`, { as: 'lin', body: { ...own } });
	await couch.ask(403, 'DELETE', `/_users/${couch.userId('mo')}?rev=1-a`, { as: 'lin' });
	await couch.ask(403, 'PUT', '/_users/_security', { as: 'lin', body: {} });
	await couch.ask(403, 'PUT', '/_users/_design/x', { as: 'lin', body: {} });
	expect((await couch.send('GET', path)).json.roles).toEqual(['people:1']);
});
