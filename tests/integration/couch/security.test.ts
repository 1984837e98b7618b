import { expect } from 'vitest';
import { conform, setUpServers, type Couch } from './conformance';

setUpServers();

/** A database of grid 1 with something in it, as provisioning sets it up. */
async function grid(
	couch: Couch,
	security: unknown = { members: { roles: ['people:1', 'manager'] } }
): Promise<string> {
	const made = await couch.ask(201, 'PUT', '/{db}/house', { body: { name: '王' } });
	await couch.ask(201, 'PUT', `/{db}/house/photo?rev=${made.json.rev}`, {
		body: 'x',
		headers: { 'content-type': 'image/png' },
		differs: 'ETag'
	});
	await couch.ask(201, 'PUT', '/{db}/_local/mark', { body: { x: 1 } });
	await couch.ask(201, 'PUT', '/{db}/_design/r', {
		body: { views: { n: { map: 'function (doc) { emit(doc.name); }' } } }
	});
	await couch.ask(200, 'PUT', '/{db}/_security', { body: security });
	return (await couch.send('GET', '/{db}/house')).json._rev;
}

const READS: readonly (readonly [string, string, unknown?])[] = [
	['GET', '/{db}'],
	['GET', '/{db}/house'],
	['HEAD', '/{db}/house'],
	['GET', '/{db}/none'],
	['GET', '/{db}/house?open_revs=all'],
	['GET', '/{db}/house/photo'],
	['GET', '/{db}/_local/mark'],
	['GET', '/{db}/_local_docs'],
	['GET', '/{db}/_design/r'],
	['GET', '/{db}/_design_docs'],
	['GET', '/{db}/_design/r/_view/n'],
	['GET', '/{db}/_all_docs?include_docs=true'],
	['POST', '/{db}/_all_docs', { keys: ['house'] }],
	['GET', '/{db}/_changes?include_docs=true'],
	['POST', '/{db}/_changes?filter=_doc_ids', { doc_ids: ['house'] }],
	['GET', '/{db}/_changes?feed=longpoll'],
	['GET', '/{db}/_changes?feed=continuous&timeout=1'],
	['POST', '/{db}/_bulk_get', { docs: [{ id: 'house' }] }],
	['POST', '/{db}/_revs_diff', { house: ['1-a'] }],
	['POST', '/{db}/_missing_revs', { house: ['1-a'] }],
	['POST', '/{db}/_find', { selector: {} }],
	['GET', '/{db}/_index'],
	['GET', '/{db}/_security'],
	['GET', '/{db}/_revs_limit']
];
const WRITES: readonly (readonly [string, string, unknown?])[] = [
	['PUT', '/{db}/new', {}],
	['POST', '/{db}', {}],
	['POST', '/{db}/_bulk_docs', { docs: [{ _id: 'new' }] }],
	['POST', '/{db}/_bulk_docs', { new_edits: false, docs: [{ _id: 'new', _rev: '1-a' }] }],
	['PUT', '/{db}/_local/new', {}],
	['DELETE', '/{db}/house?rev=1-a'],
	['PUT', '/{db}/house/other', 'x'],
	['COPY', '/{db}/house'],
	['POST', '/{db}/_ensure_full_commit', {}]
];
const ADMIN_ONLY: readonly (readonly [string, string, unknown?])[] = [
	['PUT', '/{db}/_design/mine', { validate_doc_update: 'function () {}' }],
	['POST', '/{db}/_bulk_docs', { docs: [{ _id: '_design/mine' }] }],
	['POST', '/{db}/_bulk_docs', { new_edits: false, docs: [{ _id: '_design/mine', _rev: '1-a' }] }],
	['POST', '/{db}/_compact', {}],
	['POST', '/{db}/_view_cleanup', {}],
	['POST', '/{db}/_purge', { house: ['1-a'] }],
	['PUT', '/{db}/_revs_limit', 1],
	['PUT', '/{db}'],
	['DELETE', '/{db}']
];

for (const [title, who, status] of [
	['nobody is refused 401', null, 401],
	["another grid's worker is refused 403", 'mo', 403]
] as const) {
	conform(`${title} at every endpoint that reads`, async (couch) => {
		await grid(couch);
		for (const [method, path, body] of READS) await couch.ask(status, method, path, { as: who, body });
	});
	conform(`${title} at every endpoint that writes`, async (couch) => {
		await grid(couch);
		for (const [method, path, body] of WRITES) {
			await couch.ask(status, method, path, {
				as: who,
				body,
				headers: method === 'COPY' ? { destination: 'x' } : {}
			});
		}
		await couch.ask(404, 'GET', '/{db}/new');
	});
}

conform('a member reads everything and writes documents', async (couch) => {
	await grid(couch);
	for (const [method, path, body] of READS) {
		if (path.includes('none')) continue;
		const differs = /_index|bulk_get|_revs_limit|_local_docs|filter=_doc_ids|photo/.test(path)
			? 'as tested elsewhere'
			: undefined;
		await couch.ask(200, method, path, { as: 'lin', body, differs });
	}
	await couch.ask(201, 'PUT', '/{db}/new', { as: 'lin', body: {} });
	await couch.ask(201, 'PUT', '/{db}/_local/new', { as: 'lin', body: {} });
});

conform('a member cannot set rules, code or history', async (couch) => {
	await grid(couch);
	for (const [method, path, body] of ADMIN_ONLY) {
		if (path.endsWith('_bulk_docs')) {
			const { json } = await couch.ask(201, method, path, { as: 'lin', body });
			expect(json).toMatchObject([{ error: 'forbidden' }]);
			continue;
		}
		const status = /_purge|_compact|_view_cleanup|\{db\}$/.test(path) ? 401 : 403;
		const fails = path.endsWith('_revs_limit')
			? { real: 500, differs: 'CouchDB refuses with 500 badmatch' }
			: {};
		await couch.ask(status, method, path, { as: 'lin', body, ...fails });
	}
	await couch.ask(403, 'PUT', '/{db}/_security', {
		as: 'lin',
		body: {},
		real: 500,
		differs: 'CouchDB refuses with 500 no_majority'
	});
	await couch.ask(200, 'GET', '/{db}/_security');
	await couch.ask(201, 'PUT', '/{db}/_local/_security', { as: 'lin', body: { members: {} } });
	await couch.ask(200, 'GET', '/{db}/_security');
	await couch.ask(404, 'GET', '/{db}/_design/mine');
});

conform('nobody sets rules either', async (couch) => {
	await grid(couch);
	for (const [method, path, body] of ADMIN_ONLY) await couch.ask(401, method, path, { as: null, body });
});

conform('only server admins see the server', async (couch) => {
	for (const path of ['/_all_dbs', '/_dbs_info', '/_active_tasks', '/_membership']) {
		for (const as of ['lin', null]) await couch.ask(401, 'GET', path, { as });
	}
	for (const as of ['lin', null]) {
		await couch.ask(401, 'PUT', '/new-{db}', { as });
		await couch.ask(401, 'DELETE', '/{db}', { as });
		await couch.ask(401, 'GET', '/_node/_local/_config', { as });
	}
});

conform('a new database is its admins’ alone', async (couch) => {
	await couch.ask(200, 'GET', '/{db}/_security');
	await couch.ask(403, 'GET', '/{db}', { as: 'lin' });
	await couch.ask(401, 'GET', '/{db}', { as: null });
});

conform('members by name, admins by role', async (couch) => {
	await grid(couch, { members: { names: [couch.account('mo')] }, admins: { roles: ['manager'] } });
	await couch.ask(200, 'GET', '/{db}', { as: 'mo', differs: 'sizes' });
	await couch.ask(403, 'GET', '/{db}', { as: 'lin' });
	await couch.ask(200, 'GET', '/{db}/house', { as: 'boss' });
	await couch.ask(201, 'PUT', '/{db}/_design/theirs', { as: 'boss', body: {} });
	await couch.ask(403, 'PUT', '/{db}/_design/other', { as: 'mo', body: {} });
	await couch.ask(401, 'DELETE', '/{db}', { as: 'boss' });
});

conform('empty rules open a database to everybody, but not its rules', async (couch) => {
	await grid(couch, {});
	await couch.ask(200, 'GET', '/{db}/house', { as: null });
	await couch.ask(201, 'PUT', '/{db}/new', { as: null, body: {} });
	await couch.ask(401, 'PUT', '/{db}/_design/x', { as: null, body: {} });
	await couch.ask(403, 'PUT', '/{db}/_design/x', { as: 'lin', body: {} });
});

conform('rules that cannot be read are not taken', async (couch) => {
	await grid(couch);
	for (const body of [[], 1, null, { members: 1 }, { members: { names: 'x' } }, { admins: { roles: [1] } }]) {
		await couch.ask(400, 'PUT', '/{db}/_security', {
			body,
			real: 500,
			differs: 'CouchDB refuses with 500 no_majority'
		});
	}
	await couch.ask(400, 'PUT', '/{db}/_security', { body: '{bad' });
	await couch.ask(405, 'DELETE', '/{db}/_security');
	await couch.ask(200, 'GET', '/{db}/_security');
});

conform('a role that is taken away ends the reading', async (couch) => {
	await grid(couch);
	await couch.ask(200, 'GET', '/{db}/house', { as: 'lin' });
	await couch.ask(200, 'PUT', '/{db}/_security', { body: { members: { roles: ['manager'] } } });
	await couch.ask(403, 'GET', '/{db}/house', { as: 'lin' });
});
