import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveEntry } from '../bench/page.mjs';
import { openPlainBrowser } from './plain-browser.mjs';

/**
 * A browser with the page of the fault runs, built as a phone would get it, in front of a test server.
 * @param {Pick<import('../fixtures/test-server').TestServer, 'handle'>} server
 * @returns {Promise<{
 *   run: (wanted: { seed: number, runs: number, shrink?: boolean, path?: string | undefined }) =>
 *     Promise<import('./page').Report>,
 *   close: () => Promise<void>
 * }>} `run` begins with a fresh page: what the one before held in memory is gone
 */
export async function openFaultRunner(server) {
	const { url: served, close } = await serveEntry('../faults/page.ts', {
		plugins: [],
		handle: (request, response) => {
			const [, name, asked] = /^\/(db|test-server|disk)\/(.*)$/.exec(request.url ?? '') ?? [];
			if (name === 'disk') void fillDisk(asked === 'full').then(() => response.end('null'));
			else if (name) server.handle(request, response);
			return name !== undefined;
		}
	});
	// Dexie keeps a trace of every transaction for whoever debugs on 127.0.0.1 or localhost; in life it is neither.
	const url = served.replace('127.0.0.1', 'faults.localhost');
	const browser = await openPlainBrowser(url, mkdtempSync(join(tmpdir(), 'linli-faults-browser-')));
	const { origin } = new URL(url);
	const fillDisk = (/** @type {boolean} */ full) =>
		browser.tell('Storage.overrideQuotaForOrigin', { origin, ...(full && { quotaSize: 1 }) });
	return {
		async run({ seed, runs, shrink = false, path }) {
			await browser.tell('Page.navigate', { url });
			while (!(await browser.evaluate('typeof faultRuns === "function"').catch(() => false)))
				await new Promise((resolve) => setTimeout(resolve, 50));
			// Nobody had this name before: browser databases and accounts are called after it.
			const name = `faults-${process.pid}-${seed}-${Date.now().toString(36)}`;
			const args = [name, seed, runs, shrink, path].map((each) => JSON.stringify(each) ?? 'undefined');
			return browser.evaluate(`faultRuns(${args.join()})`);
		},
		async close() {
			await browser.close();
			close();
		}
	};
}
