import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type nano from 'nano';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../gateway/front';
import { ROSTER, SmallCommunity } from './community';
import { diagnose, sayHow } from './diagnose';

/* Each fault is made for real, found by `linli doctor` as its operator runs it, and taken back. */

let community: SmallCommunity;
let grid: string;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	expect((await community.create(ROSTER)).code).toBe(0);
	grid = `people-${community.grids[0]}`;
});
afterAll(() => community.remove());

/** What the doctor finds in this community; a CouchDB of one's own may hold others. */
const codes = async () => (await diagnose(community)).ours.map((finding) => finding.code).toSorted();
/** Makes a fault: the doctor finds it and nothing else, says how to mend it, and is content after `--mend`. */
async function findAndMend(
	code: string,
	make: (server: nano.ServerScope) => Promise<unknown>
): Promise<void> {
	await community.withServer(make);
	await expect.poll(codes, { timeout: 15_000 }).toEqual([code]);
	const { code: exit, ours } = await diagnose(community);
	expect(exit).toBe(1);
	sayHow(ours);
	await community.run('doctor', '--mend', '--community', community.code);
	await expect.poll(codes, { timeout: 15_000 }).toEqual([]);
}

describe('in a community', () => {
	it('missing security', () =>
		findAndMend('security', (server) => {
			const body = { members: { names: [], roles: [] } };
			return server.request({ db: grid, path: '_security', method: 'PUT', body });
		}));

	it('an old validation', () =>
		findAndMend('guard', async (server) => {
			const guard = await server.db.use(grid).get('_design/guard');
			const old = { ...guard, validate_doc_update: 'function () {}' };
			await server.db.use(grid).insert(old as nano.MaybeDocument);
		}));

	it('a missing database', () => findAndMend('database', (server) => server.db.destroy(grid)));

	it('a missing epoch', () =>
		findAndMend('epoch', async (server) => {
			const epoch = (await server.request({ db: grid, path: '_local/epoch' })) as { _rev: string };
			const request = { db: grid, path: '_local/epoch', method: 'DELETE', qs: { rev: epoch._rev } };
			await server.request(request);
		}));

	it('a wrong role', () =>
		findAndMend('roles', async (server) => {
			const users = server.db.use<{ roles: string[] }>('_users');
			const worker = await users.get(`org.couchdb.user:${community.worker}`);
			await users.insert({ ...worker, roles: [`manager:${community.code}`] }, worker._id);
		}));

	it('a missing account, which only a person can give back', async () => {
		await community.withServer(async (server) => {
			const users = server.db.use('_users');
			const manager = await users.get(`org.couchdb.user:${community.manager}`);
			await users.destroy(manager._id, manager._rev);
		});
		await expect.poll(codes, { timeout: 15_000 }).toEqual(['account']);
		sayHow((await diagnose(community)).ours);
		const again = ['--community', community.code, '--user', community.manager, '--role', 'communityManager'];
		expect((await community.run('staff', 'roles', ...again)).code).toBe(0);
		await expect.poll(codes, { timeout: 15_000 }).toEqual([]);
	});

	it('a server admin as staff', async () => {
		const admin = await community.withServer(async (server) => {
			const { userCtx } = (await server.request({ path: '_session' })) as { userCtx: { name: string } };
			const org = server.db.use<Record<string, unknown>>(`org-${community.code}`);
			const { rows } = await org.list({ include_docs: true });
			const entry = rows.map((row) => row.doc).find((doc) => doc?.userName === community.manager);
			const id = entry?._id ?? '';
			// another id: the one of the entry may itself end in 0
			const made = {
				...entry,
				_id: `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`,
				_rev: undefined,
				userName: userCtx.name
			};
			await org.insert(made as nano.MaybeDocument & Record<string, unknown>);
			return { name: userCtx.name, id: made._id };
		});
		const found = async () => (await diagnose(community)).all.filter(({ where }) => where === admin.name);
		await expect.poll(async () => (await found()).map(({ code }) => code)).toEqual(['admin']);
		sayHow(await found());
		await community.withServer(async (server) => {
			const org = server.db.use(`org-${community.code}`);
			const { _rev } = await org.get(admin.id);
			await server.request({
				db: org.config.db,
				path: '_purge',
				method: 'POST',
				body: { [admin.id]: [_rev] }
			});
		});
		await expect.poll(found).toEqual([]);
	});

	it('a database that nothing points to', async () => {
		const stray = `people-${community.code}999`;
		await community.withServer((server) => server.db.create(stray));
		await expect.poll(codes, { timeout: 15_000 }).toEqual(['stray']);
		sayHow((await diagnose(community)).ours);
		await community.withServer((server) => server.db.destroy(stray));
	});
});

/** What the doctor says with these settings of its own. */
async function withSettings(env: NodeJS.ProcessEnv) {
	const elsewhere = Object.assign(Object.create(community) as SmallCommunity, {
		env: { ...process.env, ...env }
	});
	return diagnose(elsewhere);
}

describe('around it', () => {
	it('a database server that nobody can reach', async () => {
		const nobody = await listen(() => {});
		await nobody.close();
		const settings = { COUCHDB_URL: nobody.url, COUCHDB_USER: 'admin', COUCHDB_PASSWORD: 'x' };
		const { code, all } = await withSettings(settings);
		expect([code, all.map((finding) => finding.code)]).toEqual([1, ['unreachable']]);
		sayHow(all);
	});

	it('a clock that is a minute off', async () => {
		await community.withServer(async (server, url) => {
			const front = await listen((request, response) => {
				const authorization = request.headers.authorization ?? '';
				void fetch(url + request.url, { headers: { authorization } }).then(async (answer) => {
					const date = new Date(Date.now() - 60_000).toUTCString();
					response.writeHead(answer.status, { date, 'content-type': 'application/json' });
					response.end(await answer.text());
				});
			});
			const { username, password } = new URL((server.config as { url: string }).url);
			const { code, all } = await withSettings({
				...{ COUCHDB_URL: front.url, COUCHDB_USER: decodeURIComponent(username) },
				COUCHDB_PASSWORD: decodeURIComponent(password)
			});
			await front.close();
			const clock = all.filter((finding) => finding.code === 'clock');
			expect(code).toBe(1);
			expect(clock).toHaveLength(1);
			expect(clock[0]?.en).toMatch(/differ by (59|60|61) s/);
			sayHow(clock);
		});
	});

	const isRoot = process.getuid?.() === 0;
	it.skipIf(!isRoot)('a disk that is nearly full (needs root, who alone can mount a small one)', async () => {
		const disk = await mkdtemp(join(tmpdir(), 'linli-small-disk-'));
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'linli-small-disk', disk]);
		try {
			const { code, all } = await withSettings({ COUCHDB_URL: '', LINLI_DATA: join(disk, 'data') });
			expect(code).toBe(1);
			const full = all.filter((finding) => finding.code === 'disk');
			expect(full).toHaveLength(1);
			expect(full[0]?.en).toMatch(/has \d\d MB left/);
			sayHow(full);
		} finally {
			// Lazily: SQLite lets go of its files when their statements are collected.
			execFileSync('umount', ['-l', disk]);
			await rm(disk, { recursive: true });
		}
	});

	it('a password file that others can read', async () => {
		const data = join(community.folder, 'open');
		await mkdir(data);
		await withSettings({ COUCHDB_URL: '', LINLI_DATA: data });
		await chmod(join(data, 'admin-secret'), 0o644);
		const { all } = await withSettings({ COUCHDB_URL: '', LINLI_DATA: data });
		expect(all.map((finding) => finding.code)).toContain('secret');
		sayHow(all);
	});
});
