import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { ROOT } from '../../../src/bin/prepare.mjs';

export const PASSWORD = 'a-password-for-benches';

/**
 * The built app as its operator runs it, in one process: shell, gateway, and the embedded database server or in front of
 * the CouchDB of COUCHDB_URL, COUCHDB_USER and COUCHDB_PASSWORD.
 * @param {{ root?: string, prepare?: (data: string) => void }} [options] `root`: folder of the build that is served;
 *   `prepare` is given the data folder before anything runs
 * @returns {Promise<BenchServer>}
 * @typedef {{
 *   url: string,
 *   couch: string,
 *   authorization: string,
 *   kind: 'embedded' | 'couchdb',
 *   admin: (method: string, path: string, body?: unknown) => Promise<any>,
 *   memory: () => number,
 *   stop: () => Promise<void>,
 *   close: () => Promise<void>
 * }} BenchServer
 */
export async function startServer({ root = ROOT, prepare = () => {} } = {}) {
	const data = mkdtempSync(join(tmpdir(), 'linli-bench-server-'));
	prepare(data);
	const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', LINLI_DATA: data };
	const child = spawn(process.execPath, [join(root, 'src', 'bin', 'serve.mjs')], { cwd: root, env });
	child.stderr.on('data', (chunk) => process.stderr.write(chunk));
	const url = await new Promise((resolve, reject) => {
		child.stdout.on('data', (chunk) => {
			const [found] = String(chunk).match(/http:\/\/\S+/) ?? [];
			if (found) resolve(found.replace('localhost', '127.0.0.1'));
		});
		child.on('close', (code) => reject(new Error(`the server ended with ${code}`)));
	});
	const { COUCHDB_URL, COUCHDB_USER = 'admin', COUCHDB_PASSWORD = '' } = process.env;
	const embedded = !COUCHDB_URL;
	const couch = embedded
		? JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')).url
		: COUCHDB_URL.replace(/\/+$/, '');
	const secret = join(data, 'admin-secret');
	const account =
		embedded && existsSync(secret)
			? `linli-admin:${readFileSync(secret, 'utf8').trim()}`
			: `${COUCHDB_USER}:${COUCHDB_PASSWORD}`;
	const authorization = `Basic ${Buffer.from(account).toString('base64')}`;
	return {
		url,
		couch,
		authorization,
		kind: embedded ? 'embedded' : 'couchdb',
		async admin(method, path, body) {
			const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
			const answer = await fetch(couch + path, { method, headers, body: JSON.stringify(body) });
			const value = await answer.json();
			if (!answer.ok && answer.status !== 404)
				throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(value)}`);
			return value;
		},
		/** The most memory that the process has held so far, in MB. */
		memory: () =>
			Math.round(
				Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
			),
		async stop() {
			if (child.exitCode !== null) return;
			child.removeAllListeners('close');
			const ended = new Promise((resolve) => child.once('close', resolve));
			child.kill('SIGTERM');
			await ended;
		},
		async close() {
			await this.stop();
			rmSync(data, { recursive: true, force: true });
		}
	};
}

/**
 * Makes a scope with its documents as `linli` makes one: the guard, the view of history, the epoch, one member's account.
 * @param {BenchServer} server
 * @param {string} scope
 * @param {string} user
 * @param {object[]} documents
 */
export async function makeScope(server, scope, user, documents) {
	await server.admin('PUT', `/${scope}`);
	await server.admin('PUT', `/${scope}/_local/epoch`, { epoch: scope });
	const role = scope.replace('-', ':');
	const members = { names: [], roles: [role] };
	await server.admin('PUT', `/${scope}/_security`, { admins: { names: [], roles: ['_admin'] }, members });
	for (let n = 0; n < documents.length; n += 1000)
		await server.admin('POST', `/${scope}/_bulk_docs`, { docs: documents.slice(n, n + 1000) });
	const { guard, history } = await designs();
	await server.admin('PUT', `/${scope}/_design/guard`, {
		language: 'javascript',
		validate_doc_update: guard
	});
	await server.admin('PUT', `/${scope}/_design/history`, {
		language: 'javascript',
		views: { latest: { map: history, reduce: '_stats' } }
	});
	await builtView(server, `/${scope}/_design/history/_view/latest?reduce=true`);
	const account = { name: user, password: PASSWORD, type: 'user', roles: [role] };
	await server.admin('PUT', `/_users/org.couchdb.user:${user}`, account);
}

/**
 * Waits until a view has its index, which whoever asks first has built; a community's has been there for long. CouchDB
 * answers 500 after a while and builds on.
 * @param {BenchServer} server
 * @param {string} path
 */
async function builtView(server, path) {
	for (;;) {
		const failure = await server.admin('GET', path).then(
			() => undefined,
			(/** @type {Error} */ error) => error
		);
		if (!failure) return;
		if (!failure.message.includes('timeout')) throw failure;
	}
}

let known;

/** The design documents of a people-… database, by the product's own code. */
async function designs() {
	if (known) return known;
	const vite = await createServer({
		configFile: join(ROOT, 'src', 'lib', 'server', 'cli', 'vite.config.ts'),
		root: ROOT,
		appType: 'custom',
		logLevel: 'error',
		optimizeDeps: { noDiscovery: true },
		server: { middlewareMode: true, ws: false, watch: null }
	});
	const { guardOf } = await vite.ssrLoadModule('/src/lib/server/provision/database.ts');
	const { historyMap } = await vite.ssrLoadModule('/src/lib/server/provision/history-view.ts');
	known = { guard: guardOf('people-000000000000001'), history: historyMap('people') };
	await vite.close();
	return known;
}
