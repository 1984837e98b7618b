import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { chromiumArgs, chromiumPath } from '../../src/bin/chromium.mjs';

/*
 * A Chromium with one page and nobody who listens in. Playwright has every request, worker and message of a page told
 * to it, and the browser pays for the telling: for runs by the thousand that is a third of all work.
 */

const AWAKE = [
	'--disable-background-timer-throttling',
	'--disable-backgrounding-occluded-windows',
	'--disable-renderer-backgrounding'
];

/**
 * @param {string} url of the page
 * @param {string} profile folder of the browser's own; it is made, and deleted at the end
 * @returns {Promise<{
 *   tell: (method: string, params?: object) => Promise<any>,
 *   evaluate: (expression: string) => Promise<any>,
 *   close: () => Promise<void>
 * }>} `tell` speaks the page's part of the DevTools protocol
 */
export async function openPlainBrowser(url, profile) {
	const args = ['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'];
	const browser = spawn(chromiumPath() ?? 'chromium', [...chromiumArgs, ...AWAKE, ...args], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
	});
	const send = devtools(browser);
	const { targetId } = await send('Target.createTarget', { url });
	const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
	const tell = (/** @type {string} */ method, /** @type {object} */ params = {}) =>
		send(method, params, sessionId);
	return {
		tell,
		async evaluate(expression) {
			const settings = { expression, awaitPromise: true, returnByValue: true };
			const { result, exceptionDetails } = await tell('Runtime.evaluate', settings);
			if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
			return result.value;
		},
		async close() {
			const ended = new Promise((resolve) => browser.once('close', resolve));
			send('Browser.close').catch(() => undefined);
			await ended;
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/**
 * The DevTools protocol over the browser's third and fourth file: JSON texts, each ended by a NUL.
 * @param {import('node:child_process').ChildProcess} browser
 * @returns {(method: string, params?: object, sessionId?: string) => Promise<any>}
 */
function devtools(browser) {
	const to = /** @type {import('node:stream').Writable} */ (browser.stdio[3]);
	const from = /** @type {import('node:stream').Readable} */ (browser.stdio[4]);
	/** @type {Map<number, { resolve: (result: unknown) => void, reject: (error: Error) => void }>} */
	const waiting = new Map();
	let number = 0;
	let rest = '';
	from.setEncoding('utf8').on('data', (chunk) => {
		const messages = (rest + chunk).split('\0');
		rest = messages.pop() ?? '';
		for (const text of messages) {
			const { id, result, error } = JSON.parse(text);
			const asked = waiting.get(id);
			waiting.delete(id);
			if (error) asked?.reject(new Error(error.message));
			else asked?.resolve(result);
		}
	});
	browser.once('close', (code) => {
		for (const { reject } of waiting.values()) reject(new Error(`the browser ended with ${code}`));
	});
	to.on('error', () => undefined);
	return (method, params = {}, sessionId) =>
		new Promise((resolve, reject) => {
			waiting.set(++number, { resolve, reject });
			to.write(`${JSON.stringify({ id: number, method, params, sessionId })}\0`);
		});
}
