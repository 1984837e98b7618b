import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * The real thing: the built app in a process of its own, on a data folder of its own, killed as a power cut kills.
 */
const ROOT = join(import.meta.dirname, '..', '..');
const TEMPLATE = join(ROOT, 'test-results', 'demo-data');

export interface CouchAddress {
	readonly url: string;
	readonly user: string;
	readonly password: string;
}

/** The Apache CouchDB to judge against, when the environment names one. */
export const couchFromEnvironment = (): CouchAddress | undefined =>
	process.env.COUCHDB_URL
		? {
				url: process.env.COUCHDB_URL,
				user: process.env.COUCHDB_USER ?? 'admin',
				password: process.env.COUCHDB_PASSWORD ?? ''
			}
		: undefined;

const environment = (data: string, couch: CouchAddress | undefined): NodeJS.ProcessEnv => {
	const env: NodeJS.ProcessEnv = { ...process.env, LINLI_DATA: data };
	for (const key of ['COUCHDB_URL', 'COUCHDB_USER', 'COUCHDB_PASSWORD']) delete env[key];
	return couch
		? { ...env, COUCHDB_URL: couch.url, COUCHDB_USER: couch.user, COUCHDB_PASSWORD: couch.password }
		: env;
};

function linli(args: readonly string[], env: NodeJS.ProcessEnv): void {
	const { status, stderr, stdout } = spawnSync(process.execPath, [join(ROOT, 'build', 'linli.js'), ...args], {
		cwd: ROOT,
		env,
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(`linli ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
}

/** Enters the demo community through the same command as everybody's. */
function createDemo(data: string, couch: CouchAddress | undefined): void {
	const env = environment(data, couch);
	const files = join(data, 'demo');
	linli(['demo', 'files', '--out', files], env);
	linli(
		['community', 'create', '--file', join(files, 'community.json'), '--roster', join(files, 'roster.csv')],
		env
	);
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

export class LinliServer {
	#process: ChildProcess | undefined;
	private constructor(
		readonly data: string,
		readonly port: number,
		readonly couch: CouchAddress | undefined,
		/** The folder whose build is served. */
		readonly root: string
	) {}

	/** A server with the demo community, on the embedded database or on the CouchDB given. Not started yet. */
	static async withDemo(couch?: CouchAddress, root = ROOT): Promise<LinliServer> {
		const data = mkdtempSync(join(tmpdir(), 'linli-e2e-'));
		if (couch) createDemo(data, couch);
		else {
			// Made by another build, it may hold other forms.
			const build = readFileSync(join(ROOT, 'build', 'built.json'), 'utf8');
			const ready = join(TEMPLATE, 'ready');
			if (!existsSync(ready) || readFileSync(ready, 'utf8') !== build) {
				rmSync(TEMPLATE, { recursive: true, force: true });
				mkdirSync(TEMPLATE, { recursive: true });
				createDemo(TEMPLATE, undefined);
				writeFileSync(ready, build);
			}
			cpSync(TEMPLATE, data, { recursive: true });
		}
		return new LinliServer(data, await freePort(), couch, root);
	}

	/** Runs the command line on this server's database; on the embedded one only while the server does not run. */
	linli(...args: readonly string[]): void {
		linli(args, environment(this.data, this.couch));
	}

	get origin(): string {
		return `http://localhost:${this.port}`;
	}

	async start(): Promise<void> {
		const child = spawn(process.execPath, [join(this.root, 'src', 'bin', 'serve.mjs')], {
			cwd: this.root,
			env: { ...environment(this.data, this.couch), PORT: String(this.port) },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.#process = child;
		let said = '';
		child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
		child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
		for (let attempt = 0; attempt < 300; attempt++) {
			if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`);
			const up = await fetch(`http://127.0.0.1:${this.port}/api/health`).catch(() => undefined);
			if (up?.ok) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		throw new Error(`the server did not come up: ${said}`);
	}

	/** As the administrator of the embedded database. */
	async admin(method: string, path: string, body?: unknown): Promise<unknown> {
		const { url } = JSON.parse(readFileSync(join(this.data, 'server.json'), 'utf8')) as { url: string };
		const secret = readFileSync(join(this.data, 'admin-secret'), 'utf8').trim();
		const headers = {
			authorization: `Basic ${Buffer.from(`linli-admin:${secret}`).toString('base64')}`,
			'content-type': 'application/json'
		};
		const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
		return answer.json();
	}

	/** As a power cut does it. */
	async kill(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await ended;
	}

	/** Ends the server and removes its data. */
	async remove(): Promise<void> {
		await this.kill();
		rmSync(this.data, { recursive: true, force: true });
	}
}
