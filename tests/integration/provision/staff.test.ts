import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCOUNT_LAG_MS } from '../couch/servers';
import { ROSTER, SmallCommunity } from './community';

let community: SmallCommunity;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	expect((await community.create(ROSTER)).code).toBe(0);
});
afterAll(() => community.remove());

/** Runs `linli staff …` for this community. */
const staff = (word: string, ...options: string[]) =>
	community.run('staff', word, '--community', community.code, '--lang', 'en', ...options);
const rolesOf = (userName: string, password: string) =>
	community.withServer(async (_, url) => {
		const headers = { authorization: `Basic ${btoa(`${userName}:${password}`)}` };
		const answer = await fetch(`${url}/_session`, { headers });
		const session = (await answer.json()) as { userCtx?: { roles: string[] } };
		return answer.status === 200 ? session.userCtx?.roles : answer.status;
	});
/** Workers of the first grid and the directory's entry of this person. */
const recordsOf = (userName: string) =>
	community.withServer(async (server) => {
		const { rows } = await server.db
			.use<Record<string, unknown>>(`org-${community.code}`)
			.list({ include_docs: true });
		const docs = rows.flatMap((row) => row.doc ?? []);
		const grid = docs.find((doc) => doc.code === community.grids[0] && doc.type === 'grid');
		return {
			workers: grid?.workers,
			entry: docs.find((doc) => doc.type === 'worker' && doc.userName === userName)
		};
	});

/** A copy of a cluster may be a moment behind what was just written, and its accounts a little longer. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: ACCOUNT_LAG_MS });

it('staff come, change their duties, get passwords, and go', { timeout: 6 * ACCOUNT_LAG_MS }, async () => {
	const { manager, worker, grids } = community;
	await staff('remove', '--user', manager);
	await soon(async () => (await recordsOf(manager)).entry).toMatchObject({ voided: true });

	const password = join(community.folder, 'password');
	await writeFile(password, 'first-password\n');
	const roles = ['--role', 'gridLead,communityManager', '--grid', grids[0]];
	// The account was there all the time, so its password was not touched, and we are told.
	await soon(() => staff('add', '--user', manager, '--name', '周敏', ...roles)).toMatchObject({
		code: 0,
		err: expect.stringContaining('keeps its password')
	});
	expect(
		(await community.run('staff', 'password', '--user', manager, '--password-file', password)).code
	).toBe(0);
	await soon(() => rolesOf(manager, 'first-password')).toEqual(
		expect.arrayContaining([`manager:${community.code}`, `people:${grids[0]}`, 'gridLead'])
	);
	await soon(() => recordsOf(manager)).toMatchObject({
		workers: [worker, manager],
		entry: { displayName: '周敏', voided: false, grids: [grids[0]] }
	});

	expect((await staff('roles', '--user', manager, '--role', 'environmentMonitor')).code).toBe(0);
	// A monitor reads places and issues, and no residents.
	await soon(() => rolesOf(manager, 'first-password')).toEqual([
		`user:${manager}`,
		`org:${community.code}`,
		`area:${community.code}`,
		'environmentMonitor'
	]);
	await soon(async () => (await recordsOf(manager)).workers).toEqual([worker]);

	expect((await staff('remove', '--user', manager)).code).toBe(0);
	// The account still signs in, so that unsent work can be shown; it opens nothing but what is its own.
	await soon(() => rolesOf(manager, 'first-password')).toEqual([`user:${manager}`]);

	const renewed = await community.run('staff', 'password', '--user', worker, '--json');
	const { password: made } = JSON.parse(renewed.out) as { password: string };
	await soon(() => rolesOf(worker, 'a-password')).toBe(401);
	await soon(() => rolesOf(worker, made)).toEqual(expect.arrayContaining([`people:${grids[0]}`]));
});

it.each([
	['a community that is not there', ['add', '--community', '000000000000', '--user', 'x', '--name', 'x', '--role', 'communityManager'], 'There is no community 000000000000'],
	['somebody who is here already', ['add', '--user', 'WORKER', '--name', 'x', '--role', 'communityManager'], 'is in community'],
	['a grid of elsewhere', ['add', '--user', 'x', '--name', 'x', '--role', 'gridWorker', '--grid', '110000000001001'], 'has no grid 110000000001001'],
	['a worker without a grid', ['add', '--user', 'x', '--name', 'x', '--role', 'gridWorker'], 'needs at least one grid'],
	['a role that is none', ['roles', '--user', 'WORKER', '--role', 'boss'], 'roles.0: must be one of'],
	['somebody unknown', ['remove', '--user', 'nobody'], 'Account nobody is not in community'],
	['a password for nobody', ['password', '--user', 'nobody'], 'There is no account nobody']
])('orders about staff are refused with a sentence: %s', async (_, [word = '', ...options], sentence) => {
	const own = options.map((option) => (option === 'WORKER' ? community.worker : option));
	const run = word === 'password' ? await community.run('staff', word, ...own, '--lang', 'en') : await staff(word, ...own);
	expect(run.code).toBe(1);
	expect(run.err).toContain(sentence);
}); // prettier-ignore
