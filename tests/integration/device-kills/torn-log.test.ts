import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveEntry } from '../../bench/page.mjs';
import { Phone } from '../../e2e/phone';
import type { Told } from './page';
import { tearLog } from './tear-log';

/*
 * A browser that was killed between the head and the body of a record in its log, made by hand (docs/adr/0011): what
 * the next start saves must be there at the start after that.
 */
declare const saveOne: (user: string) => Promise<Told | undefined>;
declare const loadPage: (user: string) => Promise<Told>;
declare const verify: (user: string, told: readonly Told[]) => Promise<{ records: number; faults: string[] }>;

let served: Awaited<ReturnType<typeof serveEntry>>;
beforeAll(async () => {
	served = await serveEntry('../integration/device-kills/page.ts');
});
afterAll(() => served.close());

test('N1: what is written behind a torn end of the browser’s log is kept, saved or loaded', async () => {
	const phone = new Phone();
	const told: (Told | undefined)[] = [];
	/** One life of the browser, ended by a kill as soon as `work` has been answered. */
	const live = async <T>(work: () => Promise<T>): Promise<T> => {
		await phone.start();
		const page = await phone.tab();
		await page.goto(served.url);
		const answer = await page.evaluate(work);
		await phone.kill();
		return answer;
	};
	try {
		told.push(await live(() => saveOne('torn')));
		tearLog(phone, served.url);
		told.push(await live(() => loadPage('torn')));
		tearLog(phone, served.url);
		told.push(await live(() => saveOne('torn')));
		await phone.start();
		const page = await phone.tab();
		await page.goto(served.url);
		const lines = told.filter((line) => line !== undefined);
		expect(lines).toHaveLength(3);
		const { faults, records } = await page.evaluate((list) => verify('torn', list), lines);
		expect(faults).toEqual([]);
		expect(records).toBe(202);
	} finally {
		await phone.remove();
	}
}, 120_000);
