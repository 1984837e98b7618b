import { cdp, page, userEvent } from 'vitest/browser';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import {
	aBuilding,
	aCompound,
	aDwelling,
	aHousehold,
	aResident,
	cares
} from '../../../tests/fixtures/neighbourhood';
import type { Door } from './door';
import { doorTitle } from './door-text';
import DoorList from './DoorList.svelte';

/*
 * A community's 3,000 households in one list, on a phone's screen and a slow phone's processor.
 */
const compound = aCompound();

/** Of uneven height, as in life: some have tags, some many. */
function doors(count: number): Door[] {
	return Array.from({ length: count }, (_, i) => {
		const building = aBuilding(compound, `${1 + Math.floor(i / 60)} 幢`);
		const floor = 1 + Math.floor((i % 60) / 4);
		const dwelling = aDwelling(building, { floor, room: `${floor}0${1 + (i % 4)}` });
		const household = aHousehold(dwelling);
		const careCategories =
			i % 3 ? [] : cares('aloneElder', 'lowIncome', 'handicap', 'veteranCare').slice(0, i % 5);
		return { dwelling, building, compound, household, residents: [aResident(household, { careCategories })] };
	});
}

const throttle = (rate: number) =>
	(cdp() as unknown as { send(method: string, given: object): Promise<void> }).send(
		'Emulation.setCPUThrottlingRate',
		{ rate }
	);

beforeEach(() => {
	document.documentElement.lang = 'zh-CN';
	document.title = '住户';
});
afterEach(async () => {
	await throttle(1);
	await page.viewport(390, 844);
	delete document.documentElement.dataset.elder;
	delete document.documentElement.dataset.size;
	scrollTo(0, 0);
});

async function show(count: number) {
	const all = doors(count);
	render(DoorList, { found: all.map((door) => ({ door })), label: '全部住户' });
	await expect.element(page.getByRole('listitem').first()).toHaveAttribute('aria-setsize', String(count));
	return all;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const rows = () => [...document.querySelectorAll<HTMLElement>('[role="listitem"]')];

/** Pixels of the list on screen that no row covers, as they would be painted now. */
function blank(): number {
	const list = document.querySelector('[role="list"]')?.getBoundingClientRect();
	if (!list) return innerHeight;
	const top = Math.max(0, list.top);
	const bottom = Math.min(innerHeight, list.bottom);
	const boxes = rows()
		.filter((row) => row.checkVisibility({ visibilityProperty: true }))
		.map((row) => row.getBoundingClientRect())
		.sort((a, b) => a.top - b.top);
	let covered = top;
	let missing = 0;
	for (const box of boxes) {
		if (box.bottom <= covered || box.top >= bottom) continue;
		missing += Math.max(0, box.top - covered);
		covered = Math.max(covered, Math.min(box.bottom, bottom));
	}
	return Math.round(missing + Math.max(0, bottom - covered));
}

/** The title of the door that has the focus. */
const focused = () => document.activeElement?.closest('a')?.querySelector('.door-number')?.textContent;

for (const [name, count, slow] of [
	['500 doors', 500, 4],
	['3,000 households', 3000, 4]
] as const)
	test(`${name} scroll without a blank at ${slow} times throttle, however far a frame jumps`, async () => {
		await show(count);
		await throttle(slow);
		const blanks: number[] = [];
		const whole = () => document.documentElement.scrollHeight - innerHeight;
		const jumps = [...Array<number>(25).fill(400), ...Array<number>(12).fill(2500), -9000, 40_000, -20_000];
		for (const jump of jumps) {
			scrollBy(0, jump);
			// The first frame draws and measures; at the start of the second the page still is what the first painted.
			await frame();
			await frame();
			blanks.push(blank());
		}
		scrollTo(0, whole());
		await frame();
		await frame();
		blanks.push(blank());
		expect(blanks.filter((pixels) => pixels > 0)).toEqual([]);
		expect(scrollY).toBeGreaterThan(0);
		expect(rows().length, 'only what is near the screen is drawn').toBeLessThan(100);
	});

test('End, Home, arrows and pages lead to rows; each row tells its place of all', async () => {
	const all = await show(3000);
	page.getByRole('link').first().element().focus();
	await userEvent.keyboard('{ArrowDown}{ArrowDown}');
	await expect.poll(focused).toBe(doorTitle(all[2] as Door));
	await userEvent.keyboard('{End}');
	await expect.poll(focused).toBe(doorTitle(all[2999] as Door));
	const last = document.activeElement?.closest('[role="listitem"]');
	expect(last?.getAttribute('aria-posinset')).toBe('3000');
	expect(last?.getAttribute('aria-setsize')).toBe('3000');
	await expect
		.poll(() => (document.activeElement?.getBoundingClientRect().bottom ?? 0) <= innerHeight)
		.toBe(true);
	await userEvent.keyboard('{ArrowUp}');
	await expect.poll(focused).toBe(doorTitle(all[2998] as Door));
	await userEvent.keyboard('{Home}');
	await expect.poll(focused).toBe(doorTitle(all[0] as Door));
	await userEvent.keyboard('{PageDown}');
	await expect
		.poll(() => document.activeElement?.closest('[aria-posinset]')?.getAttribute('aria-posinset'))
		.not.toBe('1');
	await expect.poll(blank).toBe(0);
});

test.each([
	['at the largest text of the elder view', 390, { elder: '', size: 'largest' }],
	// A browser's zoom makes the same screen half as wide.
	['at 200 % zoom', 195, {}]
])('%s nothing is cut off and nothing is wider than the screen', async (_, width, look) => {
	await page.viewport(width, 844);
	Object.assign(document.documentElement.dataset, look);
	await show(3000);
	scrollBy(0, 5000);
	await expect.poll(blank).toBe(0);
	expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
	const boxes = rows()
		.map((row) => row.getBoundingClientRect())
		.sort((a, b) => a.top - b.top);
	for (const [i, box] of boxes.entries())
		expect(box.top, `row ${i} lies over the one before`).toBeGreaterThanOrEqual(
			(boxes[i - 1]?.bottom ?? -1e9) - 1
		);
	const { violations } = await axe.run('[role="list"]');
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
