import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWhenStale, installWhenNeeded, requireNode, ROOT } from './prepare.mjs';

/*
 * `npm run bench -- <name> [--json]`: measures in a real Chromium against the peers in the same run. What is measured
 * stands in tests/bench/<name>.mjs. Last line of the output with `--json`: one JSON object of figures.
 */
const BENCHES = join(ROOT, 'tests', 'bench');
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { json: { type: 'boolean', default: false } }
});
const [name = ''] = positionals;
const file = join(BENCHES, `${name}.mjs`);

requireNode();
if (!/^[a-z]+$/.test(name) || !existsSync(file)) {
	const known = readdirSync(BENCHES).filter((entry) => /^[a-z]+\.mjs$/.test(entry) && entry !== 'page.mjs');
	console.error(`npm run bench -- ${known.map((entry) => entry.slice(0, -4)).join(' | ')} [--json]`);
	process.exit(2);
}
installWhenNeeded();
buildWhenStale();

const { default: bench } = await import(pathToFileURL(file).href);
/** @type {Record<string, unknown>} */
const figures = await bench();
if (values.json) console.log(JSON.stringify(figures));
else for (const [key, figure] of Object.entries(figures)) console.log(key.padEnd(32), figure);
process.exit(0);
