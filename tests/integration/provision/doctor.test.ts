import { chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import nano from 'nano';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../../../src/lib/server/doctor/doctor';
import { shippedForms } from '../../../src/lib/server/provision/forms';
import { ROSTER, SmallCommunity } from './community';

let community: SmallCommunity;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	expect((await community.create(ROSTER)).code).toBe(0);
});
afterAll(() => community.remove());

interface Finding {
	severity: string;
	code: string;
	where: string;
	en: string;
	zh: string;
}
/** What `linli doctor` says of this community. A CouchDB of one's own may hold others, which are left alone. */
async function doctor(...options: string[]) {
	const run = await community.run('doctor', '--json', '--community', community.code, ...options);
	const { findings } = JSON.parse(run.out) as { findings: Finding[] };
	const ours = findings.filter(
		({ where }) => where.includes(community.code) || where.includes(community.folder)
	);
	return { code: run.code, codes: ours.map((finding) => finding.code).toSorted(), ours };
}

it('finds nothing in a community as it was created', async () => {
	expect((await doctor()).codes).toEqual([]);
});

it('finds what was broken, says how to mend it, and mends what it can', async () => {
	const [first, second] = community.grids.map((grid) => `people-${grid}`) as [string, string];
	const stray = `people-${community.code}999`;
	await community.withServer(async (server) => {
		await server.request({
			db: first,
			path: '_security',
			method: 'PUT',
			body: { members: { names: [], roles: [] } }
		});
		const guard = await server.db.use<{ validate_doc_update: string }>(first).get('_design/guard');
		await server.db
			.use(first)
			.insert({ ...guard, validate_doc_update: 'function(){}' } as nano.MaybeDocument);
		const epoch = (await server.request({ db: first, path: '_local/epoch' })) as { _rev: string };
		await server.request({ db: first, path: '_local/epoch', method: 'DELETE', qs: { rev: epoch._rev } });
		await server.db.destroy(second);
		await server.db.create(stray);
		const users = server.db.use<{ roles: string[] }>('_users');
		const worker = await users.get(`org.couchdb.user:${community.worker}`);
		await users.insert({ ...worker, roles: [`manager:${community.code}`] }, worker._id);
		const manager = await users.get(`org.couchdb.user:${community.manager}`);
		await users.destroy(manager._id, manager._rev);
	});
	const ill = await doctor();
	expect(ill.code).toBe(1);
	expect(ill.codes).toEqual(['account', 'database', 'epoch', 'guard', 'roles', 'security', 'stray']);
	for (const { en, zh } of ill.ours) {
		expect(en).toMatch(/: (run|set|find out) /);
		expect(zh).toMatch(/：请/);
	}
	expect(ill.ours.find((finding) => finding.code === 'roles')?.en).toContain(
		`too many: manager:${community.code}`
	);

	// Who gets an account, and whether a database is still needed, are not the doctor's to decide.
	expect((await doctor('--mend')).codes).toEqual(['account', 'stray']);
	const again = ['--community', community.code, '--user', community.manager, '--role', 'communityManager'];
	expect((await community.run('staff', 'roles', ...again)).code).toBe(0);
	expect((await doctor()).codes).toEqual(['stray']);
});

it('finds that the embedded server’s password lies open', async () => {
	if (process.env.COUCHDB_URL) return;
	await chmod(join(community.folder, 'data/admin-secret'), 0o644);
	expect((await doctor()).codes).toContain('secret');
	await chmod(join(community.folder, 'data/admin-secret'), 0o600);
});

/** Stands before the database and answers in its place where a test says so: a lost node cannot be had otherwise. */
async function inFrontOf(url: string, answers: Record<string, unknown>): Promise<Server> {
	const front = createServer((request, response) => {
		const instead = answers[request.url ?? ''];
		if (instead !== undefined) {
			response.setHeader('content-type', 'application/json');
			return void response.end(JSON.stringify(instead));
		}
		const headers = {
			authorization: request.headers.authorization ?? '',
			'content-type': 'application/json'
		};
		void fetch(url + request.url, { headers }).then(async (answer) => {
			response.writeHead(answer.status, { 'content-type': 'application/json' });
			response.end(await answer.text());
		});
	});
	front.listen(0, '127.0.0.1');
	await new Promise((resolve) => front.once('listening', resolve));
	return front;
}

it('finds what is wrong with the server: version, clock, node, disk, sessions, forms', async () => {
	const found = await community.withServer(async (server, url) => {
		const front = await inFrontOf(url, {
			'/': { couchdb: 'Welcome', version: '2.3.1' },
			'/_membership': { all_nodes: ['couchdb@a'], cluster_nodes: ['couchdb@a', 'couchdb@b'] },
			'/_node/_local/_config/chttpd_auth': { timeout: '600', allow_persistent_cookies: 'false' }
		});
		const frontUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
		const credentials = new URL((server.config as { url: string }).url);
		const patient = new URL(frontUrl);
		patient.username = credentials.username;
		patient.password = credentials.password;
		const { findings } = await examine({
			server: nano(patient.href),
			url: frontUrl,
			folder: community.folder,
			community: community.code,
			machine: { now: () => Date.now() - 60_000, freeBytes: () => Promise.resolve(5_000_000) },
			forms: [...shippedForms(), { form: 'new', version: '1', hash: '', definition: { schema: 'form/1', id: 'new', version: '1' } }]
		}); // prettier-ignore
		front.close();
		return findings.map((finding) => `${finding.code} ${finding.text('en')}`);
	});
	for (const line of [
		/^version CouchDB is 2\.3\.1/,
		/^clock .* differ by (59|60|61) s/,
		/^node The cluster node couchdb@b/,
		/^disk .* has 5 MB left/,
		/^sessions .*timeout is "600"/,
		/^sessions .*allow_persistent_cookies/,
		/^form The shipped form new 1/
	])
		expect(found).toContainEqual(expect.stringMatching(line));
});
