import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT_LAG_MS } from '../couch/servers';
import { common, makeCast, type Actor, type Cast } from './cast';

/* What a member of a database still cannot do to it, or to what others wrote. */
let cast: Cast;
beforeAll(async () => {
	cast = await makeCast();
}, 300_000);
afterAll(() => cast.close());

async function send(actor: Actor, method: string, path: string, body?: unknown) {
	const answer = await fetch(cast.url + path, {
		method,
		headers: { accept: 'application/json', 'content-type': 'application/json', cookie: cast.cookie(actor) },
		...(body !== undefined && { body: JSON.stringify(body) })
	});
	const json = (await answer.json()) as { rev?: string; reason?: string };
	return { status: answer.status, ...json };
}
const put = (actor: Actor, db: string, doc: { _id: string }) =>
	send(actor, 'PUT', `/${db}/${encodeURIComponent(doc._id)}`, doc);
let nth = 0;
const newId = (type: string) => `${type}:01KAJ000000000000000000${String((nth += 1)).padStart(3, '0')}`;
const db = (kind: string) => cast.databases[kind] ?? '';

test(
	'members change no rules: _security, design documents, limits, the database itself',
	{ timeout: 120_000 },
	async () => {
		for (const kind of ['people', 'area', 'care', 'user', 'peoplePhotos']) {
			const name = db(kind);
			const before = await (await cast.admin('GET', `/${name}/_security`)).text();
			for (const [method, path, body] of [
				['PUT', `/${name}/_security`, { members: { roles: [] } }],
				['PUT', `/${name}/_design/mine`, { views: {} }],
				['PUT', `/${name}/_design/guard`, {}],
				['DELETE', `/${name}/_design/guard?rev=1-a`],
				['PUT', `/${name}/_revs_limit`, 1],
				['POST', `/${name}/_purge`, {}],
				['DELETE', `/${name}`]
			] as const) {
				const { status } = await send('ownWorker', method, path, body);
				expect(`${method} ${path} ${status >= 400}`).toBe(`${method} ${path} true`);
			}
			expect(await (await cast.admin('GET', `/${name}/_security`)).text()).toBe(before);
			expect((await cast.admin('GET', `/${name}/_design/guard`)).status).toBe(200);
		}
	}
);

test('nobody gives himself a role', async () => {
	const id = `org.couchdb.user:${cast.names.volunteer}`;
	const own = (await (await cast.admin('GET', `/_users/${id}`)).json()) as { roles: string[] };
	const raised = { ...own, roles: [...own.roles, `people:${cast.community.grids[0]}`] };
	expect((await send('volunteer', 'PUT', `/_users/${id}`, raised)).status).toBe(403);
	expect((await send('monitor', 'PUT', `/_users/${id}`, raised)).status).toBeGreaterThanOrEqual(403);
	expect(own.roles.toSorted()).toEqual(
		[
			`care:${cast.community.code}t02`,
			`org:${cast.community.code}`,
			`user:${cast.names.volunteer}`,
			'volunteer'
		].toSorted()
	);
});

test.each<[string, Actor, string, (as: string) => { _id: string }, string]>([
	['a record under another name', 'ownWorker', 'people', () => ({ _id: newId('seen'), type: 'seen', ...common('somebody'), of: 'visit:x', ofType: 'visit' }), 'author'],
	['a mark of having read, by the author himself', 'ownWorker', 'people', (as) => ({ _id: newId('seen'), type: 'seen', ...common(as), of: 'visit:x', ofType: 'visit' }), 'role'],
	['a team by a worker', 'ownWorker', 'org', (as) => ({ _id: newId('volunteerTeam'), type: 'volunteerTeam', ...common(as), code: `${cast.community.code}t09`, name: 'x', kind: 'service', grids: [] }), 'role'],
	['settings by a monitor', 'monitor', 'org', (as) => ({ _id: newId('settings'), type: 'settings', ...common(as), topic: 'visits', values: {} }), 'role'],
	['a template by a monitor', 'monitor', 'area', (as) => ({ _id: newId('inspectionTemplate'), type: 'inspectionTemplate', ...common(as), code: 'x', version: '1', title: {}, items: [{ code: 'a', text: {}, weight: 1 }], grades: [] }), 'role'],
	['a pairing by a worker', 'ownWorker', 'care', (as) => ({ _id: newId('pairing'), type: 'pairing', ...common(as), helper: 'x', recipient: newId('careRecipient'), kind: 'oneToOne', from: '2026-01-01', contactsPerWeek: 2 }), 'role'],
	['hours that a worker confirms', 'ownWorker', 'care', (as) => ({ _id: newId('serviceHours'), type: 'serviceHours', ...common(as), volunteer: as, activity: 'x', from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', state: 'confirmed' }), 'role'],
	['a resident in the places', 'monitor', 'area', (as) => ({ _id: newId('resident'), type: 'resident', ...common(as), name: 'x' }), 'type'],
	['a photo that is a page', 'ownWorker', 'peoplePhotos', (as) => ({ _id: newId('photo'), type: 'photo', ...common(as), takenAt: '2026-11-21T08:00:00.000Z', sha256: 'b'.repeat(64), bytes: 3, width: 1, height: 1, owner: 'visit:x', _attachments: { full: { content_type: 'text/html', data: 'PGI+' } } }), 'attachments'],
	['preferences by a manager for a worker', 'manager', 'user', () => ({ _id: newId('preference'), type: 'preference', ...common(cast.names.ownWorker), theme: 'dark' }), 'author']
])('the guard refuses: %s', async (_, actor, kind, doc, word) => {
	const as = actor === 'nobody' ? '' : cast.names[actor];
	const answer = await put(actor, db(kind), doc(as));
	expect({ status: answer.status, word: answer.reason?.split(':')[0] }).toEqual({ status: 403, word });
}); // prettier-ignore

test.each<[string, Actor, string, (as: string) => { _id: string }]>([
	['a manager marks a record as read', 'manager', 'people', (as) => ({ _id: newId('seen'), type: 'seen', ...common(as), of: 'visit:x', ofType: 'visit' })],
	['a monitor reports an issue', 'monitor', 'area', (as) => ({ _id: newId('issue'), type: 'issue', ...common(as), no: '1', issueType: 'other', title: 'x', priority: 'normal', reportedAt: '2026-11-21T08:00:00.000Z', grid: cast.community.grids[0], firstReceiver: as, source: 'self' })],
	['a worker keeps preferences', 'ownWorker', 'user', (as) => ({ _id: newId('preference'), type: 'preference', ...common(as), theme: 'dark' })],
	['a worker seals a report', 'ownWorker', 'user', (as) => ({ _id: newId('sealedReport'), type: 'sealedReport', ...common(as), title: 'x', detail: 'y', reportedAt: '2026-11-21T08:00:00.000Z' })],
	['a worker adds somebody to care for', 'ownWorker', 'care', (as) => ({ _id: newId('careRecipient'), type: 'careRecipient', ...common(as), resident: newId('resident'), name: 'x', addressText: 'y', living: 'alone' })]
])('and takes what is right: %s', async (_, actor, kind, doc) => {
	const as = actor === 'nobody' ? '' : cast.names[actor];
	expect(await put(actor, db(kind), doc(as))).toMatchObject({ status: 201 });
}); // prettier-ignore

test('a photo comes in two requests and then never changes', async () => {
	const as = cast.names.ownWorker;
	const photos = db('peoplePhotos');
	const doc = { _id: newId('photo'), type: 'photo', ...common(as), takenAt: '2026-11-21T08:00:00.000Z', sha256: 'c'.repeat(64), ...{ bytes: 3, width: 1, height: 1, owner: 'visit:x' } }; // prettier-ignore
	const first = await put('ownWorker', photos, doc);
	expect(first.status).toBe(201);
	const picture = (rev: string | undefined, name = 'full') =>
		fetch(`${cast.url}/${photos}/${encodeURIComponent(doc._id)}/${name}?rev=${rev}`, {
			method: 'PUT',
			headers: { 'content-type': 'image/jpeg', cookie: cast.cookie('ownWorker') },
			body: new Uint8Array([255, 216, 255])
		});
	expect((await picture(first.rev, 'other')).status).toBe(403);
	const second = await picture(first.rev);
	expect(second.status).toBe(201);
	const { rev } = (await second.json()) as { rev: string };
	expect((await picture(rev)).status).toBe(403);
	expect(await put('ownWorker', photos, { ...doc, ...{ _rev: rev, width: 2 } })).toMatchObject({
		status: 403
	});
});

test('a member of org who may not write there ends none of its leaves either', async () => {
	const org = db('org');
	const id = cast.records.get(org) ?? '';
	const stored = (await (await cast.admin('GET', `/${org}/${encodeURIComponent(id)}`)).json()) as {
		_rev: string;
		type: string;
	};
	const tombstone = {
		_id: id,
		_rev: stored._rev,
		type: stored.type,
		_deleted: true,
		mergedInto: `2-${'a'.repeat(32)}`
	};
	expect(await put('ownWorker', org, tombstone)).toMatchObject({
		status: 403,
		reason: expect.stringMatching(/^role: /)
	});
});

test(
	'tampered and replayed cookies open nothing, here and through the gateway',
	{ timeout: 120_000 },
	async () => {
		const good = cast.cookie('ownWorker');
		const tampered = good.slice(0, -3) + (good.endsWith('AAA') ? 'BBB' : 'AAA');
		const [, value = ''] = good.split('=');
		const bytes = Buffer.from(value, 'base64url').toString('latin1').split(':');
		const later = [bytes[0], 'FFFFFFFF', ...bytes.slice(2)].join(':');
		const stretched = `AuthSession=${Buffer.from(later, 'latin1').toString('base64url')}`;
		const statuses = async (cookie: string) => {
			const paths = [`${cast.url}/${db('people')}`, `${cast.front.url}/db/${db('people')}/_all_docs`];
			const answers = await Promise.all(
				paths.map((path) => fetch(path, { headers: { cookie, accept: 'application/json' } }))
			);
			return answers.map((answer) => answer.status);
		};
		expect(await statuses(good)).toEqual([200, 200]);
		for (const cookie of [tampered, stretched]) expect(await statuses(cookie)).toEqual([401, 401]);
		// A cookie that somebody kept is dead when the password changes.
		await cast.community.run('staff', 'password', '--user', cast.names.ownWorker);
		await expect.poll(() => statuses(good), { timeout: ACCOUNT_LAG_MS }).toEqual([401, 401]);
	}
);
