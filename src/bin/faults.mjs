import { existsSync, statfsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { openFaultRunner } from '../../tests/faults/runner.mjs';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

/*
 * `npm run faults -- --runs 10000 [--seed N] [--storm parted] [--server URL] [--path P] [--shrink]`: devices and a server
 * to which everything happens, in a real Chromium (tests/faults). Runs come by the hundred; each hundred has its own seed,
 * which is printed, and `--runs 100 --seed <that>` is the same hundred again; `--shrink` looks for the smallest plan that
 * fails. Ends with 1 when anything was lost, doubled or broken.
 * `--storm parted`: in each run a role is taken away, and the server is restored from before what that device had sent.
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
