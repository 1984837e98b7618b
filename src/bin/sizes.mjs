import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { COMPILE_WHOLE } from './first-chunks.mjs';
import { ROOT } from './prepare.mjs';

/*
 * What a phone fetches before a route can be used: the start code, its layouts and its page, scripts and styles, each
 * file once, packed with gzip. Workers and what is loaded later are printed beside it, not counted.
 */
const OUTPUT = join(ROOT, '.svelte-kit', 'output');
/** Most that a route may weigh at first load, KB of 1,000 bytes. */
const BUDGETS = { '/signin': 60, '/(app)/today': 150 };

/** Bytes from which a script of such a route must be compiled whole while it is read. */
const LARGE = 20_000;

/** @typedef {{ file: string, imports?: string[], css?: string[], src?: string }} Chunk */

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(join(OUTPUT, 'client', '.vite', 'manifest.json'), 'utf8'));

const sizes = new Map();
/** @param {string} file */
function gzipSize(file) {
	let size = sizes.get(file);
	if (size === undefined) {
		const path = join(OUTPUT, 'client', file);
		size = existsSync(path) ? gzipSync(readFileSync(path), { level: 9 }).length : 0;
		sizes.set(file, size);
	}
	return size;
}

/** @param {string} file */
function compilesLate(file) {
	if (!file.endsWith('.js')) return false;
	const code = readFileSync(join(OUTPUT, 'client', file), 'utf8');
	return code.length >= LARGE && !code.startsWith(COMPILE_WHOLE);
}

/**
 * @param {string} key of a chunk in the manifest
 * @param {Set<string>} files
 * @param {Set<string>} seen
 */
function collect(key, files, seen = new Set()) {
	const chunk = manifest[key];
	if (!chunk || seen.has(key)) return;
	seen.add(key);
	files.add(chunk.file);
	for (const css of chunk.css ?? []) files.add(css);
	for (const next of chunk.imports ?? []) collect(next, files, seen);
}

/** Routes and the numbers of their nodes, as SvelteKit's client dictionary lists them. */
function routes() {
	const app = readFileSync(join(ROOT, '.svelte-kit', 'generated', 'client-optimized', 'app.js'), 'utf8');
	const dictionary = /export const dictionary = (\{[\s\S]*?\});/.exec(app)?.[1] ?? '{}';
	return Object.entries(JSON.parse(dictionary.replace(/~(\d+)/g, '$1').replace(/,(\s*[}\]])/g, '$1')));
}

const entries = Object.keys(manifest);
const start = entries.filter((key) => /\/client\/entry\.js$|client-optimized\/app\.js$/.test(key));
const node = (/** @type {number} */ n) => entries.find((key) => key.endsWith(`/nodes/${n}.js`)) ?? '';

let failed = false;
console.log('first load by route, gzip:');
for (const [route, [page, layouts = []]] of routes()) {
	/** @type {Set<string>} */
	const files = new Set();
	for (const key of [...start, node(0), node(1), ...layouts.map(node), node(page)]) collect(key, files);
	const kb = [...files].reduce((sum, file) => sum + gzipSize(file), 0) / 1000;
	const budget = BUDGETS[/** @type {keyof typeof BUDGETS} */ (route)];
	const over = budget !== undefined && kb > budget;
	const late = budget === undefined ? [] : [...files].filter(compilesLate);
	if (late.length > 0) console.log(`  does not begin with ${COMPILE_WHOLE}: ${late.join(', ')}`);
	failed ||= over || late.length > 0;
	console.log(
		`  ${route.padEnd(36)} ${kb.toFixed(1).padStart(7)} KB${budget ? ` of at most ${budget} KB${over ? '  TOO HEAVY' : ''}` : ''}`
	);
}
for (const { file, src } of Object.values(manifest))
	if (/worker/i.test(src ?? file)) console.log(`  later: ${file} ${(gzipSize(file) / 1000).toFixed(1)} KB`);
process.exit(failed ? 1 : 0);
