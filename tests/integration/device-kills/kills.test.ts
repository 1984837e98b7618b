import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveEntry } from '../../bench/page.mjs';
import { Phone } from '../../e2e/phone';
import type { Told } from './page';
import { tearLog } from './tear-log';

/*
 * Chromium is killed (SIGKILL, every process of it) at random moments while a page saves, edits and loads. Whatever
 * was answered is there afterwards and opens, and all counts agree with a full scan (N1). LINLI_KILLS=200 for the
 * long run; with LINLI_TEAR=1 every kill leaves a torn end in the browser's log, which chance does once in a hundred.
 */
const KILLS = Number(process.env.LINLI_KILLS ?? 3);
const TEAR = process.env.LINLI_TEAR === '1';
/** A store is left after so many kills: reading all of it would take longer than writing it. */
const KILLS_A_STORE = 10;

declare const work: (user: string) => void;
declare const verify: (user: string, told: readonly Told[]) => Promise<{ records: number; faults: string[] }>;

let served: Awaited<ReturnType<typeof serveEntry>>;
beforeAll(async () => {
	served = await serveEntry('../integration/device-kills/page.ts');
});
afterAll(() => served.close());

test(`N1: ${KILLS} kills lose nothing that was answered`, { timeout: 60_000 + KILLS * 20_000 }, async () => {
	const phone = new Phone();
	const totals = { kills: 0, saves: 0, records: 0, losses: 0 };
	const faults: string[] = [];
	let user = '';
	let told: Told[] = [];
	const check = async (page: Page) => {
		if (!told.length) return;
		const found = await page.evaluate(([name, list]) => verify(name, list), [user, told] as const);
		faults.push(...found.faults);
		totals.losses += found.faults.length;
		totals.records = Math.max(totals.records, found.records);
	};
	const start = async () => {
		await phone.start();
		const page = await phone.tab();
		await page.goto(served.url);
		return page;
	};
	try {
		for (; totals.kills < KILLS; totals.kills++) {
			const page = await start();
			await check(page);
			if (totals.kills % KILLS_A_STORE === 0) {
				user = `kills-${totals.kills}`;
				told = [];
			}
			page.on('console', (message) => {
				if (message.type() !== 'info') return;
				const line = JSON.parse(message.text()) as Told;
				told.push(line);
				if (line.what !== 'sending') totals.saves++;
			});
			await page.evaluate((name) => work(name), user);
			await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1800));
			await phone.kill();
			if (TEAR) tearLog(phone, served.url);
		}
		await check(await start());
		await phone.kill();
	} finally {
		await phone.remove();
		console.warn('device kills:', JSON.stringify(totals));
	}
	expect(faults).toEqual([]);
	expect(phone.complaints.filter((line) => !line.includes('404'))).toEqual([]);
	expect(totals.saves).toBeGreaterThan(KILLS);
});
