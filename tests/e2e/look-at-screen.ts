import { expect, type Page } from '@playwright/test';
import type axeModule from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Light and dark, on a phone and at a desk: nothing is wider than the screen and axe finds nothing. With
 * LINLI_PICTURES set to a folder, pictures are left there.
 */
export async function lookAtScreen(page: Page, name: string): Promise<void> {
	// The shell is there before the screen is drawn.
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		for (const [device, width, height] of [
			['phone', 390, 844],
			['desk', 1280, 800]
		] as const) {
			await page.setViewportSize({ width, height });
			if (process.env.LINLI_PICTURES)
				await page.screenshot({ path: `${process.env.LINLI_PICTURES}/${name}-${device}-${colorScheme}.png` });
			const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			expect(wider, `${name} at ${width} px is wider than the screen`).toBeLessThanOrEqual(0);
			await page.evaluate(axeSource);
			const violations = await page.evaluate(async () => {
				const { axe } = globalThis as unknown as { axe: typeof axeModule };
				const { violations } = await axe.run(document);
				return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
			});
			expect(violations, `axe on ${name}, ${device}, ${colorScheme}`).toEqual([]);
		}
	}
	await page.setViewportSize({ width: 390, height: 844 });
}
