import { spawn } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { openFaultRunner } from '../../tests/faults/runner.mjs';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

/*
 * `npm run faults -- --runs 10000 [--seed N] [--storm parted] [--jobs 2] [--server URL] [--path P] [--shrink]`: devices
 * and a server to which everything happens, in a real Chromium (tests/faults). Runs come by the hundred; each hundred has its own seed,
 * which is printed, and `--runs 100 --seed <that>` is the same hundred again; `--shrink` looks for the smallest plan that
 * fails. Ends with 1 when anything was lost, doubled or broken.
 * `--storm parted`: in each run a role is taken away, and the server is restored from before what that device had sent.
 * `--jobs 2` shares the hundreds among two processes, each with a browser and a server of its own.
 * `--server http://admin:secret@127.0.0.1:5984` takes that CouchDB instead of the embedded server.
 */
requireNode();
installWhenNeeded();
// What is generated beside the sources comes with the build.
buildWhenStale();
useMemory();

const HUNDRED = 100;
const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '100' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
		path: { type: 'string' },
		shrink: { type: 'boolean', default: false },
		storm: { type: 'string', default: 'any' },
		jobs: { type: 'string', default: '1' },
		server: { type: 'string' }
	}
});
if (values.server) {
	const { username, password, origin } = new URL(values.server);
	Object.assign(process.env, { COUCHDB_URL: origin, COUCHDB_USER: username, COUCHDB_PASSWORD: password });
}
const wanted = Number(values.runs);
const firstSeed = Number(values.seed);
const storm = /** @type {import('../../tests/faults/steps').Storm} */ (values.storm);
// A failure is met again alone, and a CouchDB is one for all: its databases would be two jobs'.
const isShared = Number(values.jobs) > 1 && !values.path && !values.server;
if (isShared) process.exit(await runJobs(Number(values.jobs)));

const vite = await createServer({
	configFile: false,
	root: ROOT,
	appType: 'custom',
	logLevel: 'error',
	optimizeDeps: { noDiscovery: true },
	server: { middlewareMode: true, ws: false, watch: null }
});
const { openTestServer } = await vite.ssrLoadModule('/tests/fixtures/test-server.ts');
/** @type {typeof import('../../tests/faults/totals')} */
const { count, noTotals } = await vite.ssrLoadModule('/tests/faults/totals.ts');
const server = await openTestServer(0);

const totals = noTotals();
const failures = [];
const began = Date.now();
const runner = await openFaultRunner(server);
let seed = firstSeed;
for (; totals.runs < wanted; seed++) {
	const runs = Math.min(HUNDRED, wanted - totals.runs);
	const report = await runner.run({ seed, runs, storm, shrink: values.shrink, path: values.path });
	add(report.totals);
	const { happened, ...counts } = totals;
	console.log(`seed ${seed}:`, report.failure ? 'FAILED' : 'ok', 'in all', JSON.stringify(counts), pace());
	console.log('  happened', JSON.stringify({ ...happened, ...server.struck }));
	if (report.failure) {
		failures.push(seed);
		console.log(
			`FAILED: npm run faults -- --runs ${runs} --storm ${storm} --seed ${seed} --path ${report.failure.path} --shrink`
		);
		console.log(report.failure.plan);
		console.log(report.failure.error);
	}
}
await runner.close();
await server.close();
await vite.close();
const { happened, ...counts } = totals;
console.log(
	JSON.stringify({
		seeds: [firstSeed, seed - 1],
		...counts,
		failures,
		happened: { ...happened, ...server.struck }
	})
);
process.exit(totals.broken > 0 ? 1 : 0);

/**
 * Jobs of neighbouring hundreds. Processes, because a server is one of a process.
 * @param {number} most
 * @returns {Promise<number>} the exit code
 */
async function runJobs(most) {
	const hundreds = Math.ceil(wanted / HUNDRED);
	const jobs = Math.min(most, hundreds);
	const first = Array.from({ length: jobs + 1 }, (_, n) => Math.floor((n * hundreds) / jobs));
	const ended = await Promise.all(
		Array.from({ length: jobs }, (_, n) => {
			const [from = 0, to = 0] = first.slice(n, n + 2);
			return runJob(firstSeed + from, Math.min(to * HUNDRED, wanted) - from * HUNDRED);
		})
	);
	const reports = ended.flatMap(({ report }) => report ?? []);
	const { happened = {}, failures = [], ...sums } = reports[0] ?? {};
	for (const more of reports.slice(1)) {
		for (const key of Object.keys(more.happened)) happened[key] = (happened[key] ?? 0) + more.happened[key];
		failures.push(...more.failures);
		for (const key of Object.keys(more)) if (typeof sums[key] === 'number') sums[key] += more[key];
	}
	const seeds = [firstSeed, firstSeed + hundreds - 1];
	console.log(JSON.stringify({ ...sums, seeds, failures, happened }));
	// A job that ended without a report has run nothing to its end: that is no good end either.
	return reports.length === jobs && ended.every(({ code }) => code === 0) ? 0 : 1;
}

/**
 * @param {number} seed
 * @param {number} runs
 * @returns {Promise<{ code: number, report?: any }>}
 */
async function runJob(seed, runs) {
	const args = [import.meta.filename, '--runs', String(runs), '--seed', String(seed), '--storm', storm];
	if (values.shrink) args.push('--shrink');
	const job = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	/** @type {Promise<number>} */
	const code = new Promise((resolve) => job.once('close', (status) => resolve(status ?? 1)));
	let report;
	for await (const line of createInterface({ input: job.stdout })) {
		if (line.startsWith('{"seeds":')) report = JSON.parse(line);
		else console.log(line);
	}
	return { code: await code, report };
}

/** @param {typeof totals} more */
function add({ happened, ...counts }) {
	for (const key of /** @type {(keyof typeof counts)[]} */ (Object.keys(counts))) totals[key] += counts[key];
	count(totals.happened, happened);
}

/**
 * Browser and server write to memory where there is enough of it: no run asks what a disk keeps when the power fails,
 * and thousands of them would wait for it most of the time.
 */
function useMemory() {
	const memory = '/dev/shm';
	if (process.env.TMPDIR || !existsSync(memory)) return;
	const { bavail, bsize } = statfsSync(memory);
	if (bavail * bsize > 4e9) process.env.TMPDIR = memory;
}

function pace() {
	const seconds = (Date.now() - began) / 1000;
	return `${Math.round(seconds)} s, ${((totals.runs / seconds) * 60).toFixed(0)} a minute`;
}
