import { appendFile, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSealingKeys, KEYS, keyNamed, keyToSeal } from '../../../src/lib/server/held/keys';
import { newCopyId, openCopy, sealCopy, type SealedCopy } from '../../../src/lib/server/held/sealed-copy';
import type { SmallCommunity } from '../provision/community';
import { communityOn, drop, holdings, useServer, WAYS } from './servers';

/** Of the community, of its area and its two grids with their photos, and of two people their own. */
const DATABASES = 9;
const SEALED = { user: 'li', docs: [{ _id: 'visit:1', _rev: '1-a' }] };

describe.each(WAYS)('a backup from %s to %s', (from, to) => {
	let community: SmallCommunity;
	let before: Awaited<ReturnType<typeof holdings>>;
	let out: string;
	let sealed: SealedCopy;
	const backup = () => community.run('backup', '--out', out, '--community', community.code, '--json');
	const restore = (folder = out) => community.run('restore', '--from', folder, '--json', '--lang', 'en');

	beforeAll(async () => {
		community = await communityOn(from);
		out = join(community.folder, 'backup');
		before = await holdings(community);
		const label = { id: newCopyId(), scope: `people-${community.grids[0]}` };
		sealed = await community.withServer(async (server) => sealCopy(label, SEALED, await keyToSeal(server)));
	});
	afterAll(async () => {
		if (from !== to) {
			useServer(community, from);
			await drop(community);
			useServer(community, to);
		}
		await community.remove();
	});

	it('holds every database and both accounts, for nobody else’s eyes', async () => {
		const { code, out: answer } = await backup();
		expect(code).toBe(0);
		expect(JSON.parse(answer)).toMatchObject({ ok: true, databases: DATABASES, accounts: 2 });
		const files = await readdir(out);
		expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
		expect(files).toHaveLength(DATABASES + 3);
		for (const file of files) expect((await stat(join(out, file))).mode & 0o077).toBe(0);
	});

	it('is not written over', async () => {
		const { code, err } = await backup();
		expect(code).toBe(1);
		expect(err).toMatch(/holds a backup already|已有备份/);
	});

	it('is refused by a server that holds the data, which stays as it is', async () => {
		const { code, err } = await restore();
		expect(code).toBe(1);
		expect(err).toContain('These databases hold data already: area-');
		expect((await holdings(community)).epochs).toEqual(before.epochs);
	});

	it.each([
		['cut', (file: string) => truncate(file, 100)],
		['longer', (file: string) => appendFile(file, 'x')],
		['lost', (file: string) => rename(file, `${file}.away`)]
	])('is refused before anything is written when a file is %s', async (_, harm) => {
		await drop(community);
		const file = join(out, `people-${community.grids[1]}.ndjson.gz`);
		const whole = await readFile(file);
		await harm(file);
		const { code, err } = await restore();
		expect(code).toBe(1);
		expect(err).toMatch(/people-\d{15}\.ndjson\.gz is missing, cut or altered; nothing was written/);
		expect(await ours()).toEqual([]);
		await rm(`${file}.away`, { force: true });
		await writeFile(file, whole);
	});

	it('is refused when its manifest was altered', async () => {
		const file = join(out, 'manifest.json');
		const whole = await readFile(file, 'utf8');
		await writeFile(file, whole.replace('"members"', '"Members"'));
		expect((await restore()).err).toContain('manifest.json is missing, cut or altered');
		await writeFile(file, whole);
		expect((await restore(join(out, 'nowhere'))).err).toContain('holds no complete backup');
	});

	it('gives back every leaf, body, byte and permission, under a new epoch', async () => {
		if (from !== to) useServer(community, to);
		// As on a new machine: the server has made keys of its own already.
		if (from === 'embedded' && from === to) await community.withServer((server) => server.db.destroy(KEYS));
		await community.withServer(ensureSealingKeys);
		const { code, err, out: answer } = await restore();
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(JSON.parse(answer)).toMatchObject({
			databases: DATABASES,
			finishedBefore: 0,
			accounts: { written: 2 }
		});
		const after = await holdings(community);
		expect(Object.keys(after.leaves).length).toBeGreaterThan(12);
		expect(after.leaves).toEqual(before.leaves);
		expect(after.security).toEqual(before.security);
		for (const [db, epoch] of Object.entries(after.epochs)) expect(epoch).not.toBe(before.epochs[db]);
	});

	it('N1: opens what the old server sealed for devices to keep, beside what the new one seals', async () => {
		await community.withServer(async (server) => {
			const key = await keyNamed(server, sealed.key);
			expect(key && (await openCopy(sealed, key))).toEqual(SEALED);
			expect((await ensureSealingKeys(server)).map(({ id }) => id)).toContain(sealed.key);
		});
	});

	it('lets people sign in as before, and no stranger read', async () => {
		await community.withServer(async (_, url) => {
			const body = JSON.stringify({ name: community.worker, password: 'a-password' });
			const headers = { 'content-type': 'application/json' };
			const answer = await fetch(`${url}/_session`, { method: 'POST', headers, body });
			expect(answer.status).toBe(200);
			const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
			const [mine, other] = community.grids;
			const read = (grid: string) => fetch(`${url}/people-${grid}/_all_docs`, { headers: { cookie } });
			expect((await read(mine)).status).toBe(200);
			expect((await read(other)).status).toBe(403);
		});
		const doctor = await community.run('doctor', '--community', community.code, '--json');
		const { findings } = JSON.parse(doctor.out) as { findings: { where: string; en: string }[] };
		expect(findings.filter(({ where }) => where.includes(community.code))).toEqual([]);
	});

	it('does nothing when it is restored again', async () => {
		const restored = await holdings(community);
		const { code, out: answer } = await restore();
		expect(code).toBe(0);
		expect(JSON.parse(answer)).toMatchObject({ finishedBefore: DATABASES, leaves: 0, accounts: { kept: 2 } });
		expect(await holdings(community)).toEqual(restored);
	});

	it('goes on where a run was cut', async () => {
		const half = `people-${community.grids[0]}`;
		await community.withServer(async (server) => {
			// As a run leaves it that was cut while it wrote this database: marked as begun, some records there.
			const request = { db: half, path: '_local/restore' };
			const marker = (await server.request(request)) as object;
			const photo = await server.db.use(half).get('x-photo', { revs: true, attachments: true });
			await server.db.destroy(half);
			await server.db.create(half);
			await server.request({
				...request,
				method: 'PUT',
				body: { ...marker, _rev: undefined, done: false }
			});
			const body = { docs: [photo], new_edits: false };
			await server.request({ db: half, path: '_bulk_docs', method: 'POST', body });
			await server.db.destroy(`people-${community.grids[1]}`);
		});
		const { code, out: answer } = await restore();
		expect(code).toBe(0);
		expect(JSON.parse(answer)).toMatchObject({ finishedBefore: DATABASES - 2 });
		const after = await holdings(community);
		expect(after.leaves).toEqual(before.leaves);
		expect(after.security).toEqual(before.security);
	});

	const ours = () =>
		community.withServer(async (server) =>
			(await server.db.list()).filter((name) => name.includes(community.code))
		);
});
