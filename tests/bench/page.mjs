import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium } from 'playwright';
import { build } from 'vite';
import { chromiumArgs, chromiumPath } from '../../src/bin/chromium.mjs';
import { ROOT } from '../../src/bin/prepare.mjs';

const KINDS = {
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.html': 'text/html',
	'.wasm': 'application/wasm'
};

/** A page that is isolated gets a clock of 5 microseconds; any other sees tenths of milliseconds. */
const FINE_CLOCK = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp'
};

/**
 * Builds an entry of tests/bench as a phone would get it (minified) and opens it in a real Chromium with a new profile.
 * The entry hands its functions to `globalThis`; call them through `page.evaluate`.
 * @param {string} entry relative to tests/bench
 * @param {{
 *   throttle?: number,
 *   handle?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean,
 *   plugins?: import('vite').PluginOption[]
 * }} [options] `throttle`: times slower a processor; `handle` answers requests of its own and says so
 * @returns {Promise<{
 *   page: import('playwright').Page,
 *   context: import('playwright').BrowserContext,
 *   url: string,
 *   files: { name: string, code: Uint8Array }[],
 *   throttle: (times: number) => Promise<void>,
 *   close: () => Promise<void>
 * }>}
 */
export async function openBenchPage(
	entry,
	{ throttle = 1, handle = () => false, plugins = [svelte()] } = {}
) {
	const { url, files, close } = await serveEntry(entry, { handle, plugins });
	const profile = mkdtempSync(join(tmpdir(), 'linli-bench-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: chromiumPath(),
		args: chromiumArgs,
		viewport: { width: 390, height: 844 }
	});
	const page = context.pages()[0] ?? (await context.newPage());
	page.on('pageerror', (error) => console.error(`the bench page failed: ${error.stack ?? error.message}`));
	const devtools = await context.newCDPSession(page);
	const slow = async (/** @type {number} */ times) => {
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: times });
	};
	await slow(throttle);
	await page.goto(url);

	return {
		page,
		context,
		url,
		files,
		throttle: slow,
		async close() {
			await context.close();
			close();
			rmSync(profile, { recursive: true, force: true });
		}
	};
}

/**
 * Builds an entry and serves a page that runs it, for whoever brings a browser of his own.
 * @param {string} entry relative to tests/bench
 * @param {{
 *   handle?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean,
 *   plugins?: import('vite').PluginOption[]
 * }} [options] as those of `openBenchPage`
 * @returns {Promise<{ url: string, files: { name: string, code: Uint8Array }[], close: () => void }>}
 */
export async function serveEntry(entry, { handle = () => false, plugins = [svelte()] } = {}) {
	const files = await bundle(entry, plugins);
	const start = files.find(({ isEntry }) => isEntry)?.name;
	const styles = files.filter(({ name }) => name.endsWith('.css'));
	const html = `<!doctype html><meta charset="utf-8"><title>bench</title>${styles
		.map(({ name }) => `<link rel="stylesheet" href="/${name}">`)
		.join('')}<body><script type="module" src="/${start}"></script>`;
	const served = new Map(files.map(({ name, code }) => [`/${name}`, code]));

	const server = createServer((request, response) => {
		if (handle(request, response)) return;
		const path = new URL(request.url ?? '/', 'http://bench').pathname;
		const body = path === '/' ? html : served.get(path);
		const kind = KINDS[/** @type {keyof typeof KINDS} */ (extname(path))] ?? 'text/html';
		response.writeHead(body === undefined ? 404 : 200, { 'content-type': kind, ...FINE_CLOCK }).end(body);
	});
	await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	const url = `http://127.0.0.1:${port}/`;
	return {
		url,
		files,
		close() {
			server.closeAllConnections();
			server.close();
		}
	};
}

/**
 * @param {string} entry
 * @param {import('vite').PluginOption[]} plugins
 */
async function bundle(entry, plugins) {
	const result = await build({
		configFile: false,
		root: ROOT,
		logLevel: 'error',
		plugins,
		resolve: { alias: { $lib: join(ROOT, 'src', 'lib') } },
		worker: { format: 'es' },
		define: { 'process.env.NODE_ENV': '"production"' },
		build: {
			write: false,
			target: 'esnext',
			rolldownOptions: { input: join(ROOT, 'tests', 'bench', entry), preserveEntrySignatures: false }
		}
	});
	const [built] = /** @type {import('vite').Rolldown.RolldownOutput[]} */ ([result].flat());
	return (built?.output ?? []).map((file) => ({
		name: file.fileName,
		code: file.type === 'chunk' ? Buffer.from(file.code) : Buffer.from(file.source),
		isEntry: file.type === 'chunk' && file.isEntry
	}));
}

/** The middle one. @param {number[]} values */
export function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
