import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs, chromiumPath } from '../../../src/bin/chromium.mjs';
import { PASSWORD } from './community.mjs';

export const PIN = '274915';
/** Milliseconds after which something will not be seen any more. */
const PATIENCE = 120_000;
/** How many times slower the page's main thread goes; workers and the disk do not. */
export const THROTTLE = 4;

/** A Chromium with a profile on disk, which is closed and opened again. */
export class BenchPhone {
	profile = mkdtempSync(join(tmpdir(), 'linli-bench-phone-'));
	/** @type {import('playwright').BrowserContext | undefined} */
	context;
	/** @type {import('playwright').CDPSession | undefined} */
	devtools;

	/** A new browser process with one page, watched from its first moment on. */
	async open({ throttle = THROTTLE, offline = true } = {}) {
		await this.context?.close();
		this.context = await chromium.launchPersistentContext(this.profile, {
			executablePath: chromiumPath(),
			args: chromiumArgs,
			viewport: { width: 390, height: 844 },
			locale: 'zh-CN',
			offline
		});
		const page = this.context.pages()[0] ?? (await this.context.newPage());
		page.setDefaultTimeout(PATIENCE);
		await page.addInitScript(watchPage);
		this.devtools = await this.context.newCDPSession(page);
		await this.devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
		return page;
	}

	/**
	 * When something was first painted, milliseconds of the page's clock. Asked in the shortest way: Playwright's own waiting
	 * brings a script along that the slow page would compile inside the time that is measured.
	 */
	async seenAt(name) {
		const end = Date.now() + PATIENCE;
		while (Date.now() < end) {
			const { result } = await this.devtools.send('Runtime.evaluate', {
				expression: `globalThis.seen?.${name}`
			});
			if (typeof result.value === 'number') return result.value;
			await new Promise((done) => setTimeout(done, 25));
		}
		throw new Error(`${name} was not seen`);
	}

	/** Signs in, sets the PIN, loads everything, and waits until the shell works without a network. */
	async prepare(origin, name) {
		const page = await this.open({ throttle: 1, offline: false });
		await page.goto(`${origin}/signin`);
		await page.getByLabel('用户名').fill(name);
		await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await page.waitForURL('**/pin*');
		await page.getByLabel('请设 6 位数字', { exact: true }).pressSequentially(PIN);
		await page.getByLabel('请再输一遍', { exact: true }).pressSequentially(PIN);
		await page.waitForURL('**/today');
		await page.goto(`${origin}/me/sync`);
		await this.unlock(page);
		await page.goto(`${origin}/households?view=doors`);
		await this.unlock(page);
		await page.locator('a.door').first().waitFor();
		await page.getByText('正在取回您的网格').waitFor({ state: 'hidden' });
		await page.waitForFunction(async () => {
			await navigator.serviceWorker.ready;
			return !!navigator.serviceWorker.controller;
		});
		// What is fetched on demand has been fetched once.
		await page.getByRole('searchbox').focus();
		await page.waitForTimeout(3000);
	}

	async unlock(page) {
		await page.getByLabel('请输入 PIN', { exact: true }).pressSequentially(PIN);
		await page.waitForURL((/** @type {URL} */ url) => url.pathname !== '/unlock');
	}

	async remove() {
		await this.context?.close();
		rmSync(this.profile, { recursive: true, force: true });
	}
}

/** Runs in the page: notes when something was first painted, and when the last key went down. */
function watchPage() {
	const seen = (globalThis.seen = {});
	const WANTED = { blank: 'main', pin: 'input', list: 'main li a' };
	const note = () => {
		for (const [name, selector] of Object.entries(WANTED)) {
			if (seen[name] !== undefined || !document.querySelector(selector)) continue;
			seen[name] = NaN;
			requestAnimationFrame(() => setTimeout(() => (seen[name] = performance.now())));
		}
	};
	new MutationObserver(note).observe(document, { childList: true, subtree: true });
	addEventListener('keydown', () => (seen.key = performance.now()), { capture: true });
	globalThis.slowKeys = [];
	new PerformanceObserver((list) => {
		for (const { name, duration } of list.getEntries())
			if (name === 'input' || name === 'keydown') globalThis.slowKeys.push(duration);
	}).observe({ type: 'event', durationThreshold: 16, buffered: true });
}
