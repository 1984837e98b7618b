import { expect, test, type Page } from '@playwright/test';
import { LinliServer } from './linli-server';
import { publish, QUESTIONS } from './long-form';
import { goTo, Phone, signIn } from './phone';

/*
 * A form of 30 questions, reloaded at every keystroke (N1): each answer before the one being typed is there, and of
 * that one at most its last key is missing.
 */
const KEYS: Readonly<Record<string, string>> = { text: '好的', integer: '18', decimal: '65' };

test('a form of 30 questions survives a reload at every keystroke', async () => {
	test.setTimeout(900_000);
	const server = await LinliServer.withDemo();
	const phone = new Phone();
	try {
		await server.start();
		await publish(server, '2026112150');
		await phone.start();
		// The tab that stays keeps the app unlocked: only the other one is reloaded.
		const home = await phone.tab();
		await signIn(home, server.origin, 'grid02');
		await expect(home.getByText('正在取回您的网格')).toBeHidden();
		const household = await home.locator('main a[href^="/households/household"]').nth(3).getAttribute('href');
		const page = await phone.tab();
		await goTo(page, `${server.origin}${household}/visit?form=household-visit`);
		await ready(page);

		const expected = new Map<string, string>();
		let reloads = 0;
		let retyped = 0;
		for (const question of QUESTIONS) {
			if (question.type === 'select_one') {
				const met = page.getByRole('radio', { name: '见到本人' });
				while (!(await met.isChecked())) {
					const before = await keptAt(page);
					await page.getByText('见到本人').click();
					if (reloads > 0) await expect.poll(() => keptAt(page)).not.toBe(before);
					await reload(page);
					if (reloads++ > 0) retyped++;
					expect(retyped, 'taps that had to be made again').toBeLessThan(10);
				}
				continue;
			}
			const field = fieldOf(page, question);
			const keys = KEYS[question.type] ?? '20';
			let lost = false;
			for (let typed = 0; typed < keys.length;) {
				const before = await keptAt(page);
				await field.press('End');
				await field.pressSequentially(keys[typed] ?? '');
				// What the reload took is typed again, and now it may reach the disk.
				if (lost) await expect.poll(() => keptAt(page)).not.toBe(before);
				await reload(page);
				reloads++;
				const value = await field.inputValue();
				const wanted = keys.slice(0, typed + 1);
				expect([wanted, wanted.slice(0, -1)], question.name).toContain(value);
				if (lost) expect(value, `${question.name}: what the screen called kept is there`).toBe(wanted);
				lost = value !== wanted;
				if (lost) retyped++;
				else typed++;
			}
			expected.set(question.name, keys);
			for (const earlier of QUESTIONS)
				if (expected.has(earlier.name))
					expect(await fieldOf(page, earlier).inputValue(), earlier.name).toBe(expected.get(earlier.name));
		}
		console.log(
			`drafts: ${reloads} reloads, ${expected.size + 1} answers, 0 lost, ${retyped} last keys typed again`
		);
		expect(phone.complaints.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
	} finally {
		await phone.remove();
		await server.remove();
	}
});

/** A date's first field is its year. */
const fieldOf = (page: Page, { type, label }: (typeof QUESTIONS)[number]) =>
	type === 'date'
		? page.getByRole('group', { name: label.zh, exact: true }).getByLabel('年')
		: page.getByLabel(label.zh, { exact: true });

/** When the screen says that the draft was kept last. */
const keptAt = (page: Page) =>
	page.evaluate(() => document.querySelector('[data-kept]')?.getAttribute('data-kept') ?? null);

const ready = (page: Page) => expect(page.getByRole('group', { name: '第30题' })).toBeVisible();

async function reload(page: Page): Promise<void> {
	await page.reload();
	await ready(page);
}
