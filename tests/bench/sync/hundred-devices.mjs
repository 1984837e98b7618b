import { request } from 'node:http';
import { createBrotliDecompress, gzipSync } from 'node:zlib';
import { median } from '../page.mjs';
import { PER_HOUSEHOLD, gridDocuments } from './grid.mjs';
import { PASSWORD, makeScope } from './server.mjs';

const DEVICES = 100;
const RECORDS = 40;
const DOCUMENTS = Number(process.env.LINLI_BENCH_DEVICE_DOCUMENTS ?? 3_000);
const PAGE = 1000;
const SCOPE = 'people-330102016003001';
const USER = 'bench-hundred';
/** Times that a device tries again what was answered with 429 or 5xx, as the engine does. */
const TRIES = 20;

/**
 * A hundred devices at one server process, all at once. The devices are light Node clients that make the engine's own
 * requests for a first load and for a push, in its order, packed as it packs them; they store nothing. They share one
 * session, because making a hundred would measure the hashing of passwords. No latency is added: everything arrives
 * together.
 * @param {import('./server.mjs').BenchServer} server
 */
export async function hundredDevices(server) {
	const now = Date.now();
	const households = Math.round(DOCUMENTS / 26);
	await makeScope(
		server,
		SCOPE,
		USER,
		gridDocuments({ households, visits: DOCUMENTS - households * PER_HOUSEHOLD, days: 85, user: USER, now })
	);
	const session = await fetch(`${server.url}/db/_session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: USER, password: PASSWORD })
	});
	const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
	const before = server.memory();
	const loads = await together((n) => firstLoad(new Client(server.url, cookie, n)));
	const afterLoads = server.memory();
	const pushes = await together((n) => push(new Client(server.url, cookie, n), now));
	const { total_rows } = await server.admin('GET', `/${SCOPE}/_all_docs?limit=0`);
	const arrived = total_rows - DOCUMENTS - 2;
	const short = loads.filter(({ documents }) => documents !== DOCUMENTS).length;
	if (short > 0 || arrived !== DEVICES * RECORDS)
		throw new Error(
			`${short} devices are short of documents; ${arrived} of ${DEVICES * RECORDS} records arrived`
		);
	return {
		hundred_devices: {
			documents: DOCUMENTS,
			first_load_ms_median: median(loads.map(({ ms }) => ms)),
			first_load_ms_last: Math.max(...loads.map(({ ms }) => ms)),
			push_40_ms_median: median(pushes.map(({ ms }) => ms)),
			push_40_ms_last: Math.max(...pushes.map(({ ms }) => ms)),
			tried_again: [...loads, ...pushes].reduce((sum, { again }) => sum + again, 0),
			refused: 0,
			arrived
		},
		server_memory_mb: { before, after_100_first_loads: afterLoads, after_100_pushes: server.memory() }
	};
}

/** @template T @param {(n: number) => Promise<T>} work */
function together(work) {
	return Promise.all(Array.from({ length: DEVICES }, (_, n) => work(n)));
}

/** One device's line: connections of its own, answers packed with brotli and counted, not unpacked but where needed. */
class Client {
	again = 0;

	constructor(url, cookie, number) {
		this.url = url;
		this.cookie = cookie;
		this.number = number;
	}

	/** @returns {Promise<any>} */
	async ask(method, path, body) {
		for (let tries = 0; tries < TRIES; tries++) {
			const { status, text } = await this.#once(method, path, body);
			if (status < 400 || status === 404) return JSON.parse(text);
			if (status !== 429 && status < 500) throw new Error(`${method} ${path}: ${status} ${text}`);
			this.again++;
			await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 2_000));
		}
		throw new Error(`${method} ${path} was refused for good`);
	}

	#once(method, path, body) {
		return new Promise((resolve, reject) => {
			const headers = { cookie: this.cookie, accept: 'application/json', 'content-type': 'application/json' };
			const packed = body === undefined ? undefined : gzipSync(JSON.stringify(body));
			if (packed) headers['content-encoding'] = 'gzip';
			headers['accept-encoding'] = 'br';
			const asked = request(`${this.url}/db/${SCOPE}${path}`, { method, headers }, (answer) => {
				const body =
					answer.headers['content-encoding'] === 'br' ? answer.pipe(createBrotliDecompress()) : answer;
				const chunks = [];
				body.on('data', (chunk) => chunks.push(chunk));
				body.on('error', reject);
				body.on('end', () =>
					resolve({ status: answer.statusCode ?? 0, text: String(Buffer.concat(chunks)) })
				);
			});
			asked.on('error', reject);
			asked.end(packed);
		});
	}
}

/** As src/lib/sync/first-load.ts reads a scope: the ranges of what is and of what happened, page by page. */
async function firstLoad(client) {
	const began = Date.now();
	await Promise.all([client.ask('GET', ''), client.ask('GET', '/_local/epoch')]);
	await client.ask('GET', '/_design/history/_view/latest?reduce=true&group_level=3');
	let documents = 0;
	for (let after = '"_design0"'; ;) {
		const page = `include_docs=true&conflicts=true&limit=${PAGE}&endkey=%22%7B%22&inclusive_end=false`;
		const { rows } = await client.ask('GET', `/_all_docs?${page}&startkey=${encodeURIComponent(after)}`);
		documents += rows.length - (after === '"_design0"' ? 0 : 1);
		if (rows.length < PAGE) break;
		after = JSON.stringify(rows.at(-1).id);
	}
	await client.ask('GET', `/_local/down-${client.number}`);
	const { last_seq } = await client.ask('GET', '/_changes?since=now&style=all_docs&limit=1000');
	await client.ask('PUT', `/_local/down-${client.number}`, { last_seq });
	await client.ask('GET', `/_local/up-${client.number}`);
	return { ms: Date.now() - began, documents, again: client.again };
}

/** As PouchDB's replication pushes: what is missing, the records, the checkpoint. */
async function push(client, now) {
	const records = gridDocuments({ households: 1, visits: RECORDS, days: 1, user: USER, now }).slice(
		PER_HOUSEHOLD
	);
	const docs = records.map((record, n) => {
		const rev = `${client.number.toString(16).padStart(4, '0')}${n.toString(16).padStart(28, '0')}`;
		return { ...record, _rev: `1-${rev}`, _revisions: { start: 1, ids: [rev] } };
	});
	const began = Date.now();
	await client.ask('POST', '/_revs_diff', Object.fromEntries(docs.map(({ _id, _rev }) => [_id, [_rev]])));
	const refused = await client.ask('POST', '/_bulk_docs', { docs, new_edits: false });
	if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
	const { _rev } = await client.ask('GET', `/_local/up-${client.number}`);
	await client.ask('PUT', `/_local/up-${client.number}`, { last_seq: RECORDS, ...(_rev && { _rev }) });
	return { ms: Date.now() - began, again: client.again };
}
