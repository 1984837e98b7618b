import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../../../src/lib/server/cli/cli';
import { basic } from '../couch/servers';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'linli-couch-command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ADMIN = { COUCHDB_USER: 'operator', COUCHDB_PASSWORD: 'a secret' };

/** Starts the command; `ready` is its first line of output, `ended` its exit code. */
function couch(env: NodeJS.ProcessEnv, ...args: string[]) {
	let err = '';
	let ended: Promise<number> | undefined;
	const ready = new Promise<string>((out) => {
		const terminal = { env, watched: false, out, err: (text: string) => (err += text) };
		ended = runCli(['couch', '--lang', 'en', ...args], terminal);
	});
	return { ready, ended: ended ?? Promise.reject(new Error('not started')), errors: () => err };
}

it('serves a data folder alone until it is asked to end, and leaves it free', async () => {
	const run = couch(ADMIN, '--port', '0', '--data', folder, '--json');
	const { url } = JSON.parse(await run.ready) as { url: string };
	const headers = { authorization: basic('operator', 'a secret') };
	const session = (await (await fetch(`${url}/_session`, { headers })).json()) as unknown;
	expect(session).toMatchObject({ userCtx: { name: 'operator', roles: ['_admin'] } });

	const second = couch(ADMIN, '--port', '0', '--data', folder);
	expect(await second.ended).toBe(1);
	expect(second.errors()).toBe(
		`The data folder ${folder} is served already at ${url}: stop that process first, or choose another folder\n`
	);

	process.emit('SIGTERM', 'SIGTERM');
	expect(await run.ended).toBe(0);
	await expect(fetch(url)).rejects.toThrow();
	expect(await readdir(folder)).not.toContain('server.json');
});

it('says in one line what keeps it from starting', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => other.once('listening', resolve));
	const { port } = other.address() as AddressInfo;
	const taken = couch(ADMIN, '--port', String(port), '--data', folder);
	expect(await taken.ended).toBe(1);
	expect(taken.errors()).toBe(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE): choose another port\n`);
	other.close();
	expect(await readdir(folder)).not.toContain('server.json');

	const nobody = couch({}, '--data', folder);
	expect(await nobody.ended).toBe(1);
	expect(nobody.errors()).toMatch(/^Set COUCHDB_USER and COUCHDB_PASSWORD.*\n$/);
	const file = couch(ADMIN, '--port', '0', '--data', '/dev/null/x');
	expect(await file.ended).toBe(1);
	expect(file.errors()).toMatch(/^Cannot write to the data folder .* \(ENOTDIR\).*\n$/);
});
