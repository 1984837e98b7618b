import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nano from 'nano';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Databases } from '../../../src/lib/server/couch/databases';
import { EMBEDDED_LIMITS, GrowthWatch, type Growth } from '../../../src/lib/server/couch/growth';
import { loadSqlite } from '../../../src/lib/server/couch/sqlite';
import { examine } from '../../../src/lib/server/doctor/doctor';
import { temporaryCouch, type TemporaryCouch } from './servers';

/* That a community outgrows the embedded server, by documents, devices and load: found by the doctor, logged once. */

let couch: TemporaryCouch;
let admin: string;
beforeAll(async () => {
	couch = await temporaryCouch();
	admin = couch.url.replace('//', '//admin:secret@');
});
afterAll(() => couch.stop());

/** What the doctor says in both languages when the server is meant for no more than this. */
async function doctor(limits: Partial<Growth>): Promise<string[]> {
	const { findings } = await examine({
		...{ server: nano(admin), url: couch.url, folder: couch.dir, forms: [] },
		machine: { now: Date.now, freeBytes: () => Promise.resolve(undefined) },
		limits: { ...EMBEDDED_LIMITS, ...limits }
	});
	return findings
		.filter(({ code }) => code === 'outgrown')
		.flatMap(({ text }) => [text('zh-CN'), text('en')]);
}

test('too many documents', async () => {
	expect(await doctor({})).toEqual([]);
	await fetch(`${couch.url}/many`, {
		method: 'PUT',
		headers: { authorization: `Basic ${btoa('admin:secret')}` }
	});
	await nano(admin)
		.use('many')
		.bulk({ docs: Array.from({ length: 30 }, () => ({})) });
	expect(await doctor({ documents: 29 })).toEqual([
		'内置服务器已不够用（30 个文档，建议不超过 29）：请改用 CouchDB，先 linli backup，再 linli restore，见 docs/operations.md',
		'The community has outgrown the embedded server (30 documents, meant for 29): move to CouchDB with linli backup, then linli restore, see docs/operations.md'
	]);
});

test('too many devices: sessions that ask, not requests', async () => {
	await nano(admin)
		.use('_users')
		.insert(
			{ name: 'lin', type: 'user', roles: [], password: 'pw' } as nano.MaybeDocument,
			'org.couchdb.user:lin'
		);
	const before = await sessions();
	for (let device = 0; device < 3; device++) {
		const signedIn = await fetch(`${couch.url}/_session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: 'lin', password: 'pw' })
		});
		const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
		for (let n = 0; n < 4; n++) await fetch(`${couch.url}/_session`, { headers: { cookie } });
		// a cookie names the second in which it was made
		await new Promise((resolve) => setTimeout(resolve, 1100));
	}
	expect((await sessions()) - before).toBe(3);
	expect((await doctor({ devices: before + 2 }))[1]).toContain(
		`(${before + 3} devices within a day, meant for ${before + 2})`
	);
});

const sessions = async () => {
	const { linli } = (await nano(admin).request({ path: '_node/_local/_stats' })) as { linli: Growth };
	return linli.devices;
};

test('too much load, said once in the log', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'linli-growth-'));
	const databases = new Databases(folder, await loadSqlite());
	const said: Growth[] = [];
	const watch = new GrowthWatch(databases, { ...EMBEDDED_LIMITS, load: 0.5 }, (growth) => said.push(growth));
	const busyUntil = Date.now() + 500;
	while (Date.now() < busyUntil);
	await watch.look();
	await watch.look();
	expect(said).toHaveLength(1);
	expect(said[0]?.load).toBeGreaterThan(0.5);
	watch.close();
	databases.close();
	await rm(folder, { recursive: true });
});
