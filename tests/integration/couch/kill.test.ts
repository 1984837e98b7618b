import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dice } from '../../../src/lib/server/demo/dice';
import { basic } from './servers';

/*
 * kill -9 at random moments of a write stream: whatever was acknowledged is there afterwards. The server is the
 * bundle that ships, in a process of its own. LINLI_KILLS=50 (default 4).
 */

const KILLS = Number(process.env.LINLI_KILLS ?? 4);
const SEED = Number(process.env.LINLI_SEED ?? 1);
const authorization = basic('admin', 'secret');
const headers = { authorization, 'content-type': 'application/json' };

const ENTRY = `
import { startCouch } from './couch.mjs';
const couch = await startCouch({ dir: process.argv[2], admins: { admin: 'secret' }, log: (line) => console.error(line) });
process.send(couch.url);
process.on('disconnect', () => process.exit());`;

let bundle = '';
let dir = '';
beforeAll(async () => {
	// below the repository: the bundle's packages stay outside it
	bundle = await mkdtemp(join(process.cwd(), 'node_modules', '.couch-kill-'));
	dir = await mkdtemp(join(tmpdir(), 'linli-kill-'));
	await build({
		configFile: false,
		logLevel: 'error',
		build: {
			ssr: 'src/lib/server/couch/couch.ts',
			outDir: bundle,
			emptyOutDir: false,
			rollupOptions: { output: { entryFileNames: 'couch.mjs' } }
		}
	});
	const { writeFile } = await import('node:fs/promises');
	await writeFile(join(bundle, 'serve.mjs'), ENTRY);
}, 120_000);
afterAll(async () => {
	await Promise.all([bundle, dir].map((path) => rm(path, { recursive: true, force: true })));
});

async function start(): Promise<{ child: ChildProcess; url: string }> {
	const child = fork(join(bundle, 'serve.mjs'), [dir], {
		execArgv: [],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	const url = await new Promise<string>((resolve, reject) => {
		child.once('message', (message) => resolve(String(message)));
		child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
	});
	return { child, url };
}

interface Written {
	readonly db: string;
	readonly id: string;
	readonly rev: string;
	readonly attachment: boolean;
}

/** Writes until the server is gone; gives back what it acknowledged. */
async function stream(
	url: string,
	db: string,
	run: number,
	lane: number,
	acknowledged: Written[]
): Promise<void> {
	for (let n = 0; ; n++) {
		const prefix = `${run}-${lane}-${n}`;
		const one = n % 5 === 0;
		const docs = Array.from({ length: one ? 1 : 1 + (n % 40) }, (_, i) => ({
			_id: `${prefix}-${i}`,
			text: 'x'.repeat(200),
			...(one
				? {
						_attachments: { a: { content_type: 'image/png', data: Buffer.alloc(3000, n).toString('base64') } }
					}
				: {})
		}));
		try {
			const response = await fetch(`${url}/${db}/_bulk_docs`, {
				method: 'POST',
				headers,
				body: JSON.stringify({ docs })
			});
			const rows = (await response.json()) as { id: string; rev?: string; ok?: boolean }[];
			for (const row of rows)
				if (row.ok && row.rev) acknowledged.push({ db, id: row.id, rev: row.rev, attachment: one });
		} catch {
			return;
		}
	}
}

async function lost(url: string, acknowledged: readonly Written[]): Promise<Written[]> {
	const missing: Written[] = [];
	for (const db of new Set(acknowledged.map((written) => written.db))) {
		const response = await fetch(`${url}/${db}/_all_docs?include_docs=true`, { headers });
		const { rows } = (await response.json()) as {
			rows: { id: string; value: { rev: string }; doc: object }[];
		};
		const stored = new Map(rows.map((row) => [row.id, row]));
		for (const written of acknowledged.filter((one) => one.db === db)) {
			if (stored.get(written.id)?.value.rev !== written.rev) missing.push(written);
		}
	}
	for (const written of acknowledged.filter((one) => one.attachment).slice(-20)) {
		const response = await fetch(`${url}/${written.db}/${written.id}/a`, { headers });
		if ((await response.arrayBuffer()).byteLength !== 3000) missing.push(written);
	}
	return missing;
}

test('what was acknowledged survives kill -9', { timeout: 1_800_000 }, async () => {
	const random = new Dice(SEED);
	let total = 0;
	let losses = 0;
	let server = await start();
	for (let run = 0; run < KILLS; run++) {
		const db = `kill-${run}`;
		await fetch(`${server.url}/${db}`, { method: 'PUT', headers });
		const acknowledged: Written[] = [];
		const lanes = [0, 1, 2].map((lane) => stream(server.url, db, run, lane, acknowledged));
		await new Promise((resolve) => setTimeout(resolve, 100 + random.between(0, 899)));
		const gone = new Promise((resolve) => server.child.once('exit', resolve));
		server.child.kill('SIGKILL');
		await Promise.all([gone, ...lanes]);
		server = await start();
		total += acknowledged.length;
		losses += (await lost(server.url, acknowledged)).length;
	}
	server.child.kill('SIGTERM');
	console.log(`kill -9: ${KILLS} runs, ${total} acknowledged writes, ${losses} lost`);
	expect(total).toBeGreaterThan(0);
	expect(losses).toBe(0);
});
