import { expect, test } from 'vitest';
import { openBenchPage } from '../../bench/page.mjs';
import type { Told } from './page';

/*
 * The quota is exhausted in the middle of a save, by the browser's own override: whatever was answered stays, what was
 * refused left nothing, and saving goes on when there is room again (N1).
 */
declare const fill: (user: string) => Promise<{ told: Told[]; refusals: unknown[] }>;
declare const verify: (user: string, told: readonly Told[]) => Promise<{ records: number; faults: string[] }>;
declare const saveOne: (user: string) => Promise<Told | undefined>;

test('N1: a full device is told, leaves nothing half-written, and takes records again', async () => {
	const { page, context, url, close } = await openBenchPage('../integration/device-kills/page.ts');
	try {
		const devtools = await context.newCDPSession(page);
		const { origin } = new URL(url);
		const quota = (quotaSize?: number) =>
			devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
		await quota(8_000_000);
		const { told, refusals } = await page.evaluate(() => fill('full'));
		expect(refusals).toEqual([1, 2].map(() => ({ ok: false, reason: 'full', problems: [] })));
		expect(told.length).toBeGreaterThan(5);
		const found = await page.evaluate((list) => verify('full', list), told);
		expect(found).toEqual({ records: told.length, faults: [] });
		await quota();
		expect(await page.evaluate(() => saveOne('full'))).toMatchObject({ what: 'saved' });
		const after = await page.evaluate((list) => verify('full', list), told);
		expect(after).toEqual({ records: told.length + 1, faults: [] });
	} finally {
		await close();
	}
}, 180_000);
