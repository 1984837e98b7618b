import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHome, aResident, aVisit } from '../../fixtures/neighbourhood';
import { ROSTER, SmallCommunity } from '../provision/community';

/*
 * Many devices at once against the built app with its embedded server, one process (`npm run build` comes first): all
 * load a grid, then all push a day's work. What is measured is printed. LINLI_DEVICES=100 (default 10).
 */

const DEVICES = Number(process.env.LINLI_DEVICES ?? 10);
/** Documents of the grid: a real one's residents, households and dwellings, and a quarter's visits. */
const DOCS = 3000;
const RECORDS = 40;
const SERVE = new URL('../../../src/bin/serve.mjs', import.meta.url).pathname;

let community: SmallCommunity;
let server: ChildProcess;
let url: string;
let grid: string;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	community.env.COUCHDB_URL = '';
	server = spawn(process.execPath, [SERVE], { env: { ...community.env, HOST: '127.0.0.1', PORT: '0' } });
	url = await new Promise((resolve, reject) => {
		server.stdout?.on('data', (chunk: Buffer) => {
			const [address] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
			if (address) resolve(address);
		});
		server.stderr?.on('data', (chunk: Buffer) => console.error(String(chunk)));
		server.once('exit', (code) => reject(new Error(`the app ended with ${code}: is it built?`)));
	});
	expect((await community.create(ROSTER)).code).toBe(0);
	grid = `people-${community.grids[0]}`;
	const { household } = aHome();
	await community.withServer(async (couch) => {
		for (let made = 0; made < DOCS; made += 500)
			await couch.use(grid).bulk({ docs: Array.from({ length: 500 }, () => aResident(household)) });
	});
}, 300_000);
afterAll(async () => {
	const ended = new Promise((resolve) => server.once('exit', resolve));
	server.kill('SIGTERM');
	await ended;
	await community.remove();
});

class Device {
	#cookie = '';

	async signIn(): Promise<void> {
		const body = JSON.stringify({ name: community.worker, password: 'a-password' });
		const answer = await this.#ask('/_session', { method: 'POST', body });
		this.#cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
	}

	/** As the engine does it: pages of 1,000 by id. @returns documents that came */
	async firstLoad(): Promise<number> {
		let loaded = 0;
		for (let after: string | undefined; ;) {
			const from = after === undefined ? '' : `&skip=1&startkey=${encodeURIComponent(JSON.stringify(after))}`;
			const answer = await this.#ask(`/${grid}/_all_docs?include_docs=true&limit=1000${from}`);
			const { rows } = (await answer.json()) as { rows: { id: string }[] };
			loaded += rows.length;
			after = rows.at(-1)?.id;
			if (rows.length < 1000) return loaded;
		}
	}

	async push(docs: readonly { _id: string; _rev: string }[]): Promise<void> {
		const asked = Object.fromEntries(docs.map(({ _id, _rev }) => [_id, [_rev]]));
		await (await this.#ask(`/${grid}/_revs_diff`, { method: 'POST', body: JSON.stringify(asked) })).json();
		const body = JSON.stringify({ docs, new_edits: false });
		expect(await (await this.#ask(`/${grid}/_bulk_docs`, { method: 'POST', body })).json()).toEqual([]);
	}

	async #ask(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = { cookie: this.#cookie, 'content-type': 'application/json', 'accept-encoding': 'br' };
		const answer = await fetch(`${url}/db${path}`, { ...init, headers });
		expect(`${path}: ${answer.status}`).toMatch(/: 20\d$/);
		return answer;
	}
}

/** Milliseconds that each took, all at once: median and worst. */
async function timed(work: readonly (() => Promise<unknown>)[]): Promise<string> {
	const times = await Promise.all(
		work.map(async (one) => {
			const start = performance.now();
			await one();
			return performance.now() - start;
		})
	);
	times.sort((a, b) => a - b);
	const seconds = (at: number) => ((times[at] ?? 0) / 1000).toFixed(1);
	return `median ${seconds(times.length >> 1)} s, worst ${seconds(times.length - 1)} s`;
}

/** Megabytes that the server's process has held at most. */
const peak = () =>
	Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

test('all are done, nobody is refused, and the memory is bounded', { timeout: 900_000 }, async () => {
	const devices = Array.from({ length: DEVICES }, () => new Device());
	// One after the other: they share an account, and ten at once for one account are taken for guessing.
	for (const device of devices) await device.signIn();
	const before = peak();
	const counts: number[] = [];
	const loaded = await timed(devices.map((device) => async () => counts.push(await device.firstLoad())));
	expect(Math.min(...counts)).toBeGreaterThan(DOCS);
	const afterLoad = peak();
	const { household } = aHome();
	const work = devices.map((device, n) => {
		const docs = Array.from({ length: RECORDS }, (_, at) => ({
			...aVisit(household, '2026-03-02T02:00:00.000Z', { createdBy: community.worker }),
			_rev: `1-${(n * RECORDS + at).toString(16).padStart(32, '0')}`
		}));
		return () => device.push(docs);
	});
	const pushed = await timed(work);
	const stored = await devices[0]?.firstLoad();
	expect(stored).toBe((counts[0] ?? 0) + DEVICES * RECORDS);
	console.log(
		`${DEVICES} devices at once: first load of ${counts[0]} documents ${loaded}; push of ${RECORDS} records ${pushed}; memory of the process at most ${before.toFixed(0)} → ${afterLoad.toFixed(0)} → ${peak().toFixed(0)} MB`
	);
	expect(peak()).toBeLessThan(1000);
});
