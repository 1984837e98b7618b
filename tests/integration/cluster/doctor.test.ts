import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROSTER, SmallCommunity } from '../provision/community';
import { diagnose, sayHow } from '../provision/diagnose';
import { admin, last, membership, missing, settings, startLastNode, stopLastNode } from './cluster';

/* Faults that only a cluster can have, made for real. */

describe.skipIf(missing)(`the doctor of a cluster${missing ? ` (${missing})` : ''}`, () => {
	let community: SmallCommunity;
	let node: string;
	beforeAll(async () => {
		community = await SmallCommunity.inFolder();
		Object.assign(community.env, settings);
		expect((await community.create(ROSTER)).code).toBe(0);
		node = (await membership()).cluster_nodes.toSorted().at(-1) ?? '';
	});
	afterAll(() => community.remove());

	const found = async () =>
		(await diagnose(community)).all.filter(({ where }) => where === node || where === settings.COUCHDB_URL);
	const config = (method: string, key: string, value?: string) =>
		admin(method, `/_node/${node}/_config/${key}`, value);

	it('finds a node that was stopped', { timeout: 120_000 }, async () => {
		await stopLastNode();
		try {
			await expect
				.poll(async () => (await found()).map(({ code }) => code), { timeout: 60_000 })
				.toContain('node');
			sayHow(await found());
		} finally {
			await startLastNode();
		}
		expect((await found()).map(({ code }) => code)).not.toContain('node');
	});

	it.each([
		['chttpd_auth/timeout', '600', /timeout is "600" and should be 2592000/],
		['chttpd_auth/allow_persistent_cookies', 'false', /allow_persistent_cookies is "false"/],
		['chttpd_auth/secret', 'of its own', /different values of chttpd_auth\/secret/],
		['chttpd_auth_lockout/mode', 'enforce', /lockout\/mode is "enforce"/],
		['chttpd_auth_cache/max_lifetime', '600000', /auth_cache\/max_lifetime is "600000"/]
	])('finds %s set wrong on one node', async (key, value, told) => {
		const before = (await (await config('GET', key)).json()) as unknown;
		await config('PUT', key, value);
		try {
			const said = await found();
			expect(said.map(({ en }) => en)).toContainEqual(expect.stringMatching(told));
			sayHow(said);
		} finally {
			if (typeof before === 'string') await config('PUT', key, before);
			else await config('DELETE', key);
		}
	});

	it('finds that a node has no cookie secret', async ({ skip }) => {
		const before = (await (await config('GET', 'chttpd_auth/secret')).json()) as string;
		await config('DELETE', 'chttpd_auth/secret');
		try {
			// CouchDB falls back to what an earlier file of its settings says, and that no request can remove.
			const { status } = await config('GET', 'chttpd_auth/secret');
			skip(status === 200, 'this cluster’s nodes have their secret from a file that comes before local.ini');
			const said = (await found()).map(({ where, en }) => `${where}: ${en}`);
			expect(said).toContainEqual(expect.stringMatching(new RegExp(`^${node}: .*no chttpd_auth/secret`)));
		} finally {
			await config('PUT', 'chttpd_auth/secret', before);
		}
	});

	it('finds a member of staff who is a server admin by one node’s settings', async () => {
		const first = (await membership()).cluster_nodes.toSorted()[0] ?? '';
		const key = `/_node/${first}/_config/admins/${community.worker}`;
		await admin('PUT', key, 'a-password');
		try {
			const { ours } = await diagnose(community);
			expect(ours.map(({ code }) => code)).toEqual(['admin']);
			sayHow(ours);
		} finally {
			await admin('DELETE', key);
		}
	});

	it('is reached through its last node as through its first', async () => {
		community.env.COUCHDB_URL = last;
		expect((await diagnose(community)).ours).toEqual([]);
		community.env.COUCHDB_URL = settings.COUCHDB_URL;
	});
});
