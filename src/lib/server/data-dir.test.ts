import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './data-dir';
import type { Settings } from './settings';

let dataDir: string;
beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'linli-data-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));
const settings = (more: Partial<Settings> = {}): Settings => ({
	host: '127.0.0.1',
	port: 0,
	dataDir,
	couch: undefined,
	...more
});

describe('the embedded server of a data folder', () => {
	it('is started when none runs, tells where it is, and takes its admin', async () => {
		const database = await openDatabase(settings());
		const holder = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8')) as unknown;
		expect(holder).toEqual({ pid: process.pid, url: database.url });
		expect((await stat(join(dataDir, 'admin-secret'))).mode & 0o777).toBe(0o600);
		const { user, password } = database;
		const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}` };
		expect((await fetch(`${database.url}/_all_dbs`, { headers })).status).toBe(200);
		await database.close();
		await expect(readFile(join(dataDir, 'server.json'))).rejects.toThrow('ENOENT');
	});

	it('is used when it runs already, by however many ask at once', async () => {
		const all = await Promise.all([
			openDatabase(settings()),
			openDatabase(settings()),
			openDatabase(settings())
		]);
		expect(new Set(all.map((database) => database.url)).size).toBe(1);
		for (const database of all) await database.close();
	});

	it.each([
		['a process that is gone', { pid: 2 ** 22 + 1, url: 'http://127.0.0.1:9' }],
		['a process that only inherited the number', { pid: process.pid, url: 'http://127.0.0.1:9' }]
	])('is started over the traces of %s', async (_, holder) => {
		await writeFile(join(dataDir, 'server.json'), JSON.stringify(holder));
		const database = await openDatabase(settings());
		expect(database.url).not.toBe(holder.url);
		await database.close();
	});

	it('says when its folder cannot be written', async () => {
		const file = join(dataDir, 'file');
		await writeFile(file, '');
		await expect(openDatabase(settings({ dataDir: join(file, 'data') }))).rejects.toThrow(
			/^Cannot write to the data folder .*\(ENOTDIR\)/
		);
	});
});

describe('a CouchDB of one’s own', () => {
	let couch: { url: string; user: string; password: string; close(): Promise<void> };
	let stranger: Server;
	beforeEach(async () => {
		couch = await openDatabase(settings());
		stranger = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
		await new Promise((resolve) => stranger.once('listening', resolve));
	});
	afterEach(async () => {
		stranger.close();
		await couch.close();
	});

	it('is used as the settings say', async () => {
		const { url, user, password } = couch;
		expect(await openDatabase(settings({ couch: { url, user, password } }))).toMatchObject({ url, user });
	});

	it('says in one line what is wrong with it', async () => {
		const { url, user, password } = couch;
		const open = (change: object) => openDatabase(settings({ couch: { url, user, password, ...change } }));
		await expect(open({ password: 'wrong' })).rejects.toThrow(/refuses the password of user linli-admin/);
		await expect(open({ url: 'http://127.0.0.1:9' })).rejects.toThrow(/^Cannot reach CouchDB at http:/);
		const port = (stranger.address() as AddressInfo).port;
		await expect(open({ url: `http://127.0.0.1:${port}` })).rejects.toThrow(/is not CouchDB/);
	});
});
