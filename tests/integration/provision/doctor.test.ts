import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import nano from 'nano';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examine } from '../../../src/lib/server/doctor/doctor';
import { shippedForms } from '../../../src/lib/server/provision/forms';
import { ROSTER, SmallCommunity } from './community';
import { diagnose } from './diagnose';

let community: SmallCommunity;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	expect((await community.create(ROSTER)).code).toBe(0);
});
afterAll(() => community.remove());

it('finds nothing in a community as it was created', async () => {
	expect((await diagnose(community)).ours).toEqual([]);
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
			'/_node/couchdb@a/_config/chttpd_auth': { timeout: '600', allow_persistent_cookies: 'false' },
			'/_node/couchdb@a/_config/chttpd_auth_lockout': { mode: 'enforce' },
			'/_node/couchdb@a/_config/chttpd_auth_cache': { max_lifetime: '60000' }
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
		/^sessions .*no chttpd_auth\/secret/,
		/^sessions .*lockout\/mode/,
		/^sessions .*max_lifetime is "60000"/,
		/^form The shipped form new 1/
	])
		expect(found).toContainEqual(expect.stringMatching(line));
});
