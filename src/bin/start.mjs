import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

/*
 * `npm start`: installs when needed, builds when stale, makes the demo community on the first start with the embedded
 * server, starts, prints the address and the demo accounts. Uses Node's own modules only: nothing else is there yet.
 */
requireNode();
installWhenNeeded();
buildWhenStale();

const data = process.env.LINLI_DATA ?? join(ROOT, 'data');
const demo = join(data, 'demo');
const demoMade = join(demo, 'made');

/** Never into somebody's CouchDB, never beside a community that is there already; goes on where it was cut. */
const demoWanted = !process.env.COUCHDB_URL && (!existsSync(join(data, 'couch')) || existsSync(demo));

/** @param {string[]} args */
const linli = (...args) => {
	const { status } = spawnSync(process.execPath, [join(ROOT, 'build', 'linli.js'), ...args], {
		cwd: ROOT,
		stdio: 'inherit',
		env: { ...process.env, LINLI_DATA: data }
	});
	if (status !== 0) process.exit(status ?? 1);
};

if (demoWanted && !existsSync(demoMade)) {
	console.log('第一次启动：正在建立演示社区… / First start: making the demo community…');
	// A start that was cut goes on with the day it began with: another day would be another year beside the first.
	mkdirSync(demo, { recursive: true });
	const day = join(demo, 'until');
	if (!existsSync(day)) writeFileSync(day, today());
	linli('demo', 'create', '--until', readFileSync(day, 'utf8').trim());
	writeFileSync(demoMade, new Date().toISOString());
}

/** The demo's people live in Shanghai. */
function today() {
	return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

process.env.LINLI_DATA = data;
await import('./serve.mjs');
if (existsSync(demoMade) && !process.env.COUCHDB_URL) linli('demo', 'accounts');
