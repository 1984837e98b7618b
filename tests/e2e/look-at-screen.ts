import { expect, type Page } from '@playwright/test';
import type axeModule from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { illegible } from './legibility';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** Each theme is looked at on a phone or at a desk; width and pictures are taken in all of them. */
const LOOKS = [
	{ look: 'light', colorScheme: 'light', size: PHONE, elder: false },
	{ look: 'dark', colorScheme: 'dark', size: DESK, elder: false },
	{ look: 'elder-light', colorScheme: 'light', size: PHONE, elder: true },
	{ look: 'elder-dark', colorScheme: 'dark', size: PHONE, elder: true }
] as const;

/**
 * Light, dark and the elder view: nothing is wider than the screen, axe finds nothing, and the elder view keeps its
 * sizes and contrast. With LINLI_PICTURES set to a folder, pictures are left there.
 */
export async function lookAtScreen(page: Page, name: string): Promise<void> {
	// The shell is there before the screen is drawn.
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	await page.evaluate(axeSource);
	for (const { look, colorScheme, size, elder } of LOOKS) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await showElder(page, elder);
		for (const [device, { width, height }] of [
			['phone', PHONE],
			['desk', DESK]
		] as const) {
			if (device === 'desk' && elder) continue;
			await page.setViewportSize({ width, height });
			await picture(page, `${name}-${device}-${look}`);
			await fits(page, `${name}, ${device}, ${look}`);
		}
		await page.setViewportSize(size);
		expect(await violations(page), `axe on ${name}, ${look}`).toEqual([]);
		if (elder) expect.soft(await illegible(page), `${name}, ${look}`).toEqual([]);
	}
	// The largest text of all, and a desk's screen at 400 % zoom (WCAG 1.4.10).
	await page.evaluate(() => (document.documentElement.dataset.size = 'largest'));
	await fits(page, `${name}, largest text`);
	await picture(page, `${name}-phone-largest`);
	await page.evaluate(() => delete document.documentElement.dataset.size);
	await showElder(page, false);
	await page.setViewportSize({ width: DESK.width / 4, height: DESK.height / 4 });
	await fits(page, `${name}, 400 % zoom`);
	await page.setViewportSize(PHONE);
}

/** As the display settings do it (src/lib/ui/display.svelte.ts). */
const showElder = (page: Page, elder: boolean) =>
	page.evaluate((on) => {
		if (on) document.documentElement.dataset.elder = '';
		else delete document.documentElement.dataset.elder;
	}, elder);

async function picture(page: Page, name: string): Promise<void> {
	const folder = process.env.LINLI_PICTURES;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function fits(page: Page, what: string): Promise<void> {
	const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect.soft(wider, `${what}: wider than the screen by`).toBeLessThanOrEqual(0);
}

const violations = (page: Page) =>
	page.evaluate(async () => {
		const { axe } = globalThis as unknown as { axe: typeof axeModule };
		const { violations } = await axe.run(document);
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
	});
