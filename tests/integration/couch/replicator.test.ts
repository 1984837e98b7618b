import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Dice } from '../../../src/lib/server/demo/dice';
import { basic, realCouch, temporaryCouch, type ServerAddress, type TemporaryCouch } from './servers';

/*
 * CouchDB's own replicator carries documents with conflicts, deletions and attachments out of the embedded server
 * and into another; nothing may differ at the end. LINLI_REPLICATED=2000 documents (default 200).
 */

const DOCS = Number(process.env.LINLI_REPLICATED ?? 200);
const real = realCouch();

describe.skipIf(!real)("Apache CouchDB's replicator", () => {
	let from: TemporaryCouch;
	let to: TemporaryCouch;
	const judge = real as ServerAddress;
	const name = `replicated-${process.pid}-${Date.now()}`;
	beforeAll(async () => {
		[from, to] = [await temporaryCouch(), await temporaryCouch()];
		for (const server of [from, judge, to]) await ask(server, 'PUT', `/${name}`);
		await fill(from, name);
	});
	afterAll(async () => {
		await ask(judge, 'DELETE', `/${name}`);
		await Promise.all([from.stop(), to.stop()]);
	});

	test('pulls from the embedded server and pushes to another', { timeout: 1_200_000 }, async () => {
		await replicate(judge, from, judge, name);
		await replicate(judge, judge, to, name);
		const [source, middle, end] = await Promise.all(
			[from, judge, to].map((server) => everything(server, name))
		);
		expect(middle).toEqual(source);
		expect(end).toEqual(source);
		console.log(`replicator: ${Object.keys(source ?? {}).length} documents, pulled and pushed`);
		await replicate(judge, from, judge, name);
		expect([from.log, to.log]).toEqual([[], []]);
	});
});

async function ask(server: ServerAddress, method: string, path: string, body?: unknown): Promise<unknown> {
	const headers = {
		authorization: basic(server.admin.name, server.admin.password),
		accept: 'application/json',
		'content-type': 'application/json'
	};
	const response = await fetch(server.url + path, {
		method,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body)
	});
	const answer: unknown = await response.json();
	if (response.status >= 400)
		throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
	return answer;
}

async function fill(server: ServerAddress, db: string): Promise<void> {
	const random = new Dice(7);
	const hash = () => random.between(0, 0xfffffffe).toString(16).padStart(8, '0').repeat(4);
	for (let n = 0; n < DOCS; n += 100) {
		const docs = [];
		for (let i = n; i < Math.min(DOCS, n + 100); i++) {
			const root = hash();
			const branches = random.chance(0.3) ? 2 : 1;
			for (let branch = 0; branch < branches; branch++) {
				const leaf = hash();
				docs.push({
					_id: `visit:${i}`,
					_rev: `2-${leaf}`,
					_revisions: { start: 2, ids: [leaf, root] },
					_deleted: random.chance(0.15) ? true : undefined,
					note: '王秀'.repeat(random.between(0, 19)),
					_attachments: random.chance(0.3) ? attachments(random) : undefined
				});
			}
		}
		await ask(server, 'POST', `/${db}/_bulk_docs`, { new_edits: false, docs });
	}
}

function attachments(random: Dice) {
	const bytes = (size: number) =>
		Buffer.from(Array.from({ length: size }, () => random.between(0, 255))).toString('base64');
	return {
		'photo 1.jpg': { content_type: 'image/jpeg', data: bytes(random.between(0, 4999)) },
		'notes.txt': {
			content_type: 'text/plain',
			data: Buffer.from('字'.repeat(random.between(0, 499))).toString('base64')
		},
		...(random.chance(0.05)
			? { 'big.bin': { content_type: 'application/octet-stream', data: bytes(600_000) } }
			: {})
	};
}

async function replicate(
	by: ServerAddress,
	source: ServerAddress,
	target: ServerAddress,
	db: string
): Promise<void> {
	const place = (server: ServerAddress) => ({
		url: `${server.url}/${db}`,
		headers: { authorization: basic(server.admin.name, server.admin.password) }
	});
	// several checkpoints a run, also in a short one
	const often = { checkpoint_interval: 200, worker_processes: 1, worker_batch_size: 50 };
	const answer = await ask(by, 'POST', '/_replicate', {
		source: place(source),
		target: place(target),
		...often
	});
	expect(answer).toMatchObject({ ok: true });
	const [last] = (answer as { history?: { doc_write_failures: number }[] }).history ?? [];
	expect(last?.doc_write_failures ?? 0).toBe(0);
}

type Leaf = { ok: { _attachments?: Record<string, { digest?: string; revpos?: number }> } };

/** id → every leaf with its history, body and attachments' bytes. */
async function everything(server: ServerAddress, db: string): Promise<Record<string, unknown>> {
	const { results } = (await ask(server, 'GET', `/${db}/_changes?style=all_docs`)) as {
		results: { id: string }[];
	};
	const found: Record<string, unknown> = {};
	for (const { id } of results.sort((a, b) => (a.id < b.id ? -1 : 1))) {
		const path = `/${db}/${encodeURIComponent(id)}?open_revs=all&revs=true&attachments=true`;
		const leaves = (await ask(server, 'GET', path)) as Leaf[];
		for (const { ok } of leaves) {
			// CouchDB digests text after compressing it; the bytes themselves are compared
			for (const facts of Object.values(ok._attachments ?? {})) delete facts.digest;
		}
		found[id] = leaves.map((leaf) => JSON.stringify(leaf, sortKeys)).sort();
	}
	return found;
}

const sortKeys = (_: string, value: unknown) =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;
