import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from './front';

/** The built app as a process of its own (`npm run build` comes first: `npm test` does that). */
const SERVE = new URL('../../../src/bin/serve.mjs', import.meta.url).pathname;
const ONE_LINE_TWICE_TOLD = /^[^\n]*[一-鿿][^\n]* \/ [^\n]*[a-z][^\n]*\n$/;

let folder: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'linli-serve-'));
});

afterAll(async () => {
	for (const each of running) each.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
});

function serve(settings: Record<string, string>) {
	const { COUCHDB_URL: _couch, ...inherited } = process.env;
	const env = { ...inherited, HOST: '127.0.0.1', PORT: '0', LINLI_DATA: join(folder, 'data'), ...settings };
	const child = spawn(process.execPath, [SERVE], { env });
	running.push(child);
	let errors = '';
	child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
	const ended = new Promise<{ code: number | null; errors: string }>((resolve) =>
		child.on('close', (code) => resolve({ code, errors }))
	);
	const address = new Promise<string>((resolve) => {
		child.stdout.on('data', (chunk: Buffer) => {
			const [url] = String(chunk).match(/http:\/\/\S+/) ?? [];
			if (url) resolve(url);
		});
	});
	return { child, ended, address };
}

test('serves the app and its health with security headers, and closes cleanly when told to end', async () => {
	const server = serve({});
	const url = await server.address;
	const health = await fetch(`${url}/api/health`);
	expect(health.status).toBe(200);
	expect(await health.json()).toEqual({ ok: true, version: expect.any(String) });
	const shell = await fetch(url);
	expect(Object.fromEntries(shell.headers)).toMatchObject({
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'same-origin',
		'cross-origin-opener-policy': 'same-origin',
		'permissions-policy': expect.stringContaining('microphone=(self)'),
		'content-security-policy': expect.stringContaining("default-src 'none'"),
		'cache-control': 'no-cache'
	});
	expect((await fetch(`${url}/db/_all_dbs`)).status).toBe(403);
	expect(existsSync(join(folder, 'data', 'server.json'))).toBe(true);
	server.child.kill('SIGTERM');
	expect(await server.ended).toEqual({ code: 0, errors: '' });
	expect(existsSync(join(folder, 'data', 'server.json'))).toBe(false);
});

test('what keeps it from starting is said in one line of both languages, with exit code 1', async () => {
	const taken = await listen(() => {});
	await writeFile(join(folder, 'a-file'), '');
	const nobody = await listen(() => {});
	await nobody.close();
	const couch = { COUCHDB_USER: 'admin', COUCHDB_PASSWORD: 'x' };
	const faults: Record<string, string>[] = [
		{ PORT: new URL(taken.url).port },
		{ PORT: 'http' },
		{ LINLI_DATA: join(folder, 'a-file') },
		{ COUCHDB_URL: nobody.url, ...couch },
		{ COUCHDB_URL: nobody.url },
		{ LINLI_TRUSTED_PROXY: 'proxy.example' }
	];
	for (const fault of faults) {
		const { code, errors } = await serve(fault).ended;
		expect(errors, JSON.stringify(fault)).toMatch(ONE_LINE_TWICE_TOLD);
		expect(code).toBe(1);
	}
	await taken.close();
});
