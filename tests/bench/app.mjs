import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BLANK, buildWithBlankPage } from './app/blank-build.mjs';
import { BenchPhone, PIN, THROTTLE } from './app/bench-phone.mjs';
import { createCommunity, EVERYWHERE, HOUSEHOLDS, WORKER } from './app/community.mjs';
import { median, openBenchPage } from './page.mjs';
import { gridDocuments, visitsTo } from './sync/grid.mjs';
import { startServer } from './sync/server.mjs';

const ROUNDS = Number(process.env.LINLI_BENCH_ROUNDS ?? 5);
/** What people type into the search: a door, a name, the beginnings of a name, the end of a phone number. */
const QUERIES = ['3-2-501', '王芳', 'wangf', 'zjg', '2942'];
/** Milliseconds in which a page of this size comes to rest. */
const SETTLED = 400;

/**
 * The app as a worker meets it in a stairwell: the built app, its browser closed and opened again, no network, no server,
 * 500 households on the phone, a processor four times slower. Search has all 10,000 residents of a community.
 */
export default async function bench() {
	const root = buildWithBlankPage();
	let grid = '';
	const server = await startServer({ root, prepare: (data) => ({ grid } = createCommunity(root, data)) });
	const phones = [WORKER, EVERYWHERE].map((name) => ({ name, phone: new BenchPhone() }));
	try {
		await addVisits(server, grid);
		for (const { name, phone } of phones) await phone.prepare(server.url, name);
		await server.stop();
		const [worker, everywhere] = phones.map(({ phone }) => phone);
		return {
			...(await starts(worker, server.url, root)),
			...(await searching(everywhere, server.url)),
			...(await saving(worker, server.url)),
			...(await recomputing()),
			households: HOUSEHOLDS,
			throttle: THROTTLE
		};
	} finally {
		for (const { phone } of phones) await phone.remove();
		await server.close();
		rmSync(root, { recursive: true, force: true });
	}
}

/** As many as two years of visits leave inside the window that a phone holds. */
async function addVisits(server, grid) {
	const { rows } = await server.admin('GET', `/${grid}/_all_docs?include_docs=true`);
	const homes = rows.map(({ doc }) => doc).filter(({ type }) => type === 'household');
	if (homes.length !== HOUSEHOLDS) throw new Error(`the grid has ${homes.length} households`);
	const docs = visitsTo(homes, { visits: HOUSEHOLDS * 4, days: 85, user: WORKER });
	for (const answer of await server.admin('POST', `/${grid}/_bulk_docs`, { docs }))
		if (!answer.ok) throw new Error(JSON.stringify(answer));
}

/**
 * From the navigation to the list of visits, in a browser that was just started: the PIN's screen, and from its last
 * digit to the list. What a person needs to type is left out; deriving the key is not.
 */
async function starts(phone, origin, root) {
	const rounds = [];
	let fetched = { page: 0, workers: 0 };
	for (let n = 0; n < ROUNDS; n++) {
		const plain = await phone.open();
		await plain.goto(origin + BLANK);
		const blank = await phone.seenAt('blank');
		const page = await phone.open();
		await page.goto(`${origin}/today`);
		const pin = await phone.seenAt('pin');
		// As fast as a thumb types.
		await page.getByLabel('请输入 PIN', { exact: true }).pressSequentially(PIN, { delay: 150 });
		const list = await phone.seenAt('list');
		const key = await page.evaluate(() => globalThis.seen.key);
		fetched = await weightOf(page, root);
		rounds.push({ blank, pin, open: list - key, all: pin + list - key });
		console.log(
			`start ${n + 1}`,
			JSON.stringify(rounds.at(-1), (_, value) => (value.toFixed ? Math.round(value) : value))
		);
	}
	const middle = (/** @type {'blank' | 'pin' | 'open' | 'all'} */ what) =>
		median(rounds.map((each) => each[what]));
	return {
		cold_start_vs_blank: Math.round(median(rounds.map(({ all, blank }) => all / blank)) * 100) / 100,
		cold_start_ms: Math.round(middle('all')),
		blank_ms: Math.round(middle('blank')),
		to_pin_ms: Math.round(middle('pin')),
		pin_to_list_ms: Math.round(middle('open')),
		first_load_js_kb: fetched.page,
		first_load_workers_kb: fetched.workers
	};
}

/**
 * Scripts and styles that the page had asked for when its list was painted, the PIN's screen included, and those of the
 * workers that it had started: KB of 1,000 bytes with gzip.
 */
async function weightOf(page, root) {
	const paths = await page.evaluate(() =>
		performance
			.getEntriesByType('resource')
			.filter(({ startTime }) => startTime <= globalThis.seen.list)
			.map(({ name }) => new URL(name).pathname)
	);
	const files = [...new Set(paths)].filter((path) => /\.(js|css)$/.test(path));
	const weigh = (/** @type {string[]} */ some) => {
		const bytes = some.map((path) => {
			const file = join(root, 'build', 'app', 'client', path);
			return existsSync(file) ? gzipSync(readFileSync(file), { level: 9 }).length : 0;
		});
		return Math.round(bytes.reduce((sum, size) => sum + size, 0) / 100) / 10;
	};
	const isWorker = (/** @type {string} */ path) => path.includes('/workers/');
	return { page: weigh(files.filter((path) => !isWorker(path))), workers: weigh(files.filter(isWorker)) };
}

/** From a key's press to the paint that shows what it found, all residents of the community on the device. */
async function searching(phone, origin) {
	const page = await phone.open();
	await page.goto(`${origin}/households?view=doors`);
	await phone.unlock(page);
	const box = page.getByRole('searchbox');
	await page.locator('a.door').first().waitFor();
	await box.focus();
	await page.waitForTimeout(SETTLED * 10);
	const keys = [];
	for (const query of QUERIES)
		for (const key of query) {
			await page.evaluate(() => (globalThis.slowKeys.length = 0));
			await page.keyboard.press(key).catch(() => page.keyboard.insertText(key));
			await page.waitForTimeout(SETTLED);
			// Faster than the observer's least is 16 at most.
			keys.push(Math.max(16, ...(await page.evaluate(() => globalThis.slowKeys))));
			if (key === query.at(-1)) await box.fill('');
			await page.waitForTimeout(SETTLED / 2);
		}
	return { search_ms_10000: median(keys), search_slowest_ms: Math.max(...keys) };
}

/** From the tap on "save" to the paint that says that it is saved. */
async function saving(phone, origin) {
	const took = [];
	const page = await phone.open();
	await page.goto(`${origin}/households?view=doors`);
	await phone.unlock(page);
	const doors = page.locator('a.door[href^="/households/"]');
	await doors.first().waitFor();
	const homes = await doors.evaluateAll((all) => all.map((door) => door.getAttribute('href')));
	for (const home of homes.slice(0, ROUNDS)) {
		await page.goto(`${origin}${home}/visit`);
		await phone.unlock(page);
		await page.getByText('见到本人').click();
		await page.getByText('日常走访').click();
		await page.waitForTimeout(SETTLED * 3);
		await page.evaluate(() => {
			addEventListener('click', () => (globalThis.seen.tap = performance.now()), { capture: true });
			// Where screen readers hear it, too. Asking for the whole page's text would lay it out with each change.
			const told = () =>
				[...document.querySelectorAll('[role="status"]')].some((each) => each.textContent.includes('已保存'));
			new MutationObserver(() => {
				if (globalThis.seen.saved || !told()) return;
				globalThis.seen.saved = NaN;
				requestAnimationFrame(() => setTimeout(() => (globalThis.seen.saved = performance.now())));
			}).observe(document, { childList: true, subtree: true });
		});
		await page.getByRole('button', { name: '保存走访' }).click();
		const saved = await phone.seenAt('saved');
		took.push(saved - (await page.evaluate(() => globalThis.seen.tap)));
	}
	return { save_to_paint_ms: Math.round(median(took)) };
}

/** Every household's standing and today's list, after one record has changed. */
async function recomputing() {
	const { page, close } = await openBenchPage('app/page.ts', { throttle: THROTTLE, plugins: [] });
	try {
		const visits = HOUSEHOLDS * 4;
		const documents = gridDocuments({ households: HOUSEHOLDS, visits, days: 85, user: WORKER });
		await page.evaluate((all) => globalThis.hold(all), documents);
		const rounds = [];
		for (let n = 0; n < ROUNDS * 2; n++)
			rounds.push(await page.evaluate((round) => globalThis.recompute(round), n));
		return { tasks_recompute_ms: Math.round(median(rounds.slice(1)) * 10) / 10 };
	} finally {
		await close();
	}
}
