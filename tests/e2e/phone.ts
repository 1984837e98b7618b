import { chromium, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, chromiumPath } from '../../src/bin/chromium.mjs';

/*
 * A phone: a real Chromium with a profile of its own on disk, in a process that can be killed without warning and
 * started again with the same profile.
 */
export class Phone {
	/** The folder of the browser's profile on disk. */
	readonly profile = mkdtempSync(join(tmpdir(), 'linli-phone-'));
	#process: ChildProcess | undefined;
	#browser: Browser | undefined;
	/** What the browser's console complained about, for tests to look at. */
	readonly complaints: string[] = [];

	async start(): Promise<void> {
		const path = chromiumPath();
		if (!path) throw new Error('no Chromium on this machine');
		const portFile = join(this.profile, 'DevToolsActivePort');
		rmSync(portFile, { force: true });
		this.#process = spawn(
			path,
			[
				...chromiumArgs,
				'--headless=new',
				'--remote-debugging-port=0',
				`--user-data-dir=${this.profile}`,
				'--lang=zh-CN',
				'--accept-lang=zh-CN',
				'--window-size=390,844',
				// A phone's scroll bars lie over the page.
				'--hide-scrollbars',
				'about:blank'
			],
			{ stdio: 'ignore', detached: true }
		);
		let port = '';
		for (let attempt = 0; attempt < 600 && !port; attempt++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
			if (existsSync(portFile)) port = readFileSync(portFile, 'utf8').split('\n')[0] ?? '';
		}
		this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
	}

	get context(): BrowserContext {
		const context = this.#browser?.contexts()[0];
		if (!context) throw new Error('the phone is off');
		return context;
	}

	/** A new tab at 390×844. */
	async tab(): Promise<Page> {
		const page = await this.context.newPage();
		await page.setViewportSize({ width: 390, height: 844 });
		page.setDefaultTimeout(45_000);
		page.on('console', (message) => {
			if (message.type() === 'error') this.complaints.push(message.text());
		});
		page.on('pageerror', (error) => this.complaints.push(String(error)));
		return page;
	}

	/** Chromium writes cookies to disk up to half a minute later: waits until the session would survive a kill. */
	async cookieOnDisk(name = 'AuthSession'): Promise<void> {
		const file = join(this.profile, 'Default', 'Network', 'Cookies');
		const older = join(this.profile, 'Default', 'Cookies');
		for (let attempt = 0; attempt < 240; attempt++) {
			const onDisk = [file, older].some((path) => existsSync(path) && readFileSync(path).includes(name));
			if (onDisk) return;
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		throw new Error(`Chromium did not write the cookie ${name}`);
	}

	/** Ends every process of the browser at once: nothing gets to write or say goodbye. */
	async kill(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child?.pid || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		process.kill(-child.pid, 'SIGKILL');
		await ended;
		await this.#browser?.close().catch(() => undefined);
		rmSync(join(this.profile, 'SingletonLock'), { force: true });
	}

	/** Closes the browser as people do: it writes down what it wants to keep. */
	async close(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		const devtools = await this.#browser?.newBrowserCDPSession();
		// The answer may be cut off by the end itself.
		void devtools?.send('Browser.close').catch(() => undefined);
		await ended;
	}

	async remove(): Promise<void> {
		await this.kill();
		rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** The PIN of everybody in these journeys. */
export const PIN = '274915';

/** Signs in as somebody of the demo on a device that has not seen them, sets the PIN and waits for the first screen. */
export async function signIn(
	page: Page,
	origin: string,
	name: string,
	password = 'linli-demo'
): Promise<void> {
	await page.goto(`${origin}/signin`);
	await page.getByLabel('用户名').fill(name);
	await page.getByLabel('密码', { exact: true }).fill(password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/pin*');
	await enterPin(page, '请设 6 位数字');
	await enterPin(page, '请再输一遍');
	await page.waitForURL('**/today');
}

/** Types the PIN where it is asked for. */
export async function enterPin(page: Page, label = '请输入 PIN', pin = PIN): Promise<void> {
	await page.getByLabel(label, { exact: true }).pressSequentially(pin);
}

/** Goes to an address as a browser does: the app starts anew, and asks for the PIN unless another tab is unlocked. */
export async function goTo(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.getByRole('main').waitFor();
	if (new URL(page.url()).pathname === '/unlock') await unlock(page);
}

/** Unlocks a page that asks for the PIN. */
export async function unlock(page: Page): Promise<void> {
	await enterPin(page);
	await page.waitForURL((url) => url.pathname !== '/unlock');
}

/** Saves the visit that was filled in, and waits for its household's page. */
export async function saveVisit(page: Page): Promise<void> {
	await page.getByRole('button', { name: '保存走访' }).click();
	await page.waitForURL(/\?saved=/);
	await expect(page.getByText('已保存', { exact: true })).toBeVisible();
}

/** Waits until the offline shell answers for this page. */
export const offlineShellReady = (page: Page) =>
	page.waitForFunction(async () => {
		await navigator.serviceWorker.ready;
		return !!navigator.serviceWorker.controller;
	});
