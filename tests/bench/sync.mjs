import { median, openBenchPage } from './page.mjs';
import { hundredDevices } from './sync/hundred-devices.mjs';
import { PER_HOUSEHOLD, gridDocuments } from './sync/grid.mjs';
import { PASSWORD, makeScope, startServer } from './sync/server.mjs';
import { slowLine } from './sync/slow-line.mjs';

const DOCUMENTS = Number(process.env.LINLI_BENCH_DOCUMENTS ?? 10_000);
const ROUNDS = Number(process.env.LINLI_BENCH_ROUNDS ?? 3);
/** Parts to leave out, to save time while working on one: `stock,years,devices,page`. */
const WITHOUT = (process.env.LINLI_BENCH_WITHOUT ?? '').split(',');
const households = Math.round(DOCUMENTS * 0.038);
const USER = 'bench-worker';
const GRID = 'people-330102016001001';

/**
 * Sync at 150 ms of latency: the app against stock PouchDB on the database server, and against the limit, a plain paged
 * fetch. The server is a process of its own, as it is run: embedded, or with COUCHDB_URL in front of that.
 */
export default async function bench() {
	const server = await startServer();
	const line = slowLine({
		db: { url: `${server.url}/db` },
		stock: { url: server.couch, headers: { authorization: server.authorization }, plain: true }
	});
	const { page, throttle, close } = await openBenchPage('sync/page.ts', {
		plugins: [],
		handle: (request, response) => line.handle(request, response)
	});
	const run = (/** @type {string} */ name, /** @type {unknown[]} */ ...args) =>
		page.evaluate(([name, args]) => globalThis[name](...args), /** @type {const} */ ([name, args]));
	/** Runs one of the page's functions and counts what goes over the line meanwhile. */
	const counted = async (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => {
		line.take();
		const result = await run(name, ...args);
		const log = line.take();
		const bytes = log.reduce((sum, { sent, received }) => sum + sent + received, 0);
		return { result, log, bytes, requests: log.length };
	};
	/** @type {Record<string, unknown>} */
	const figures = { server: server.kind, documents: DOCUMENTS, latency_ms: 150 };
	const add = (/** @type {object} */ part) => {
		console.log(JSON.stringify(part));
		Object.assign(figures, part);
	};
	try {
		// About as many households as one of the demo community's grids has; the rest is what happened there lately.
		const recent = { households, visits: DOCUMENTS - households * PER_HOUSEHOLD, days: 85, user: USER };
		await makeScope(server, GRID, USER, gridDocuments(recent));
		await run('signIn', USER, PASSWORD);
		add(await firstLoads(counted));
		if (!WITHOUT.includes('page')) {
			await throttle(4);
			const { longest, tasks } = await run('loadWatched', USER, GRID);
			add({ longest_task_ms: longest, longest_tasks_ms: tasks, longest_task_throttle: 4 });
			await run('closeOurs');
			await run('forget', USER);
			await throttle(1);
		}
		if (!WITHOUT.includes('years')) add(await years(server, counted, run));
		if (!WITHOUT.includes('devices')) add(await hundredDevices(server));
		return figures;
	} finally {
		await close();
		await server.close();
	}
}

/** @typedef {(name: string, ...args: unknown[]) => Promise<{ result: any, log: { path: string }[], bytes: number, requests: number }>} Counted */

/** @param {Counted} counted */
async function firstLoads(counted) {
	const rounds = [];
	let quiet;
	for (let n = 0; n < ROUNDS; n++) {
		const limit = await counted('loadLimit', GRID);
		const ours = await counted('loadOurs', USER, GRID);
		if (n === 0) quiet = await quietRequests(counted);
		await counted('closeOurs');
		await counted('forget', USER);
		// Once is enough: it takes minutes, and its requests leave no room for chance.
		const stock =
			n === 0 && !WITHOUT.includes('stock') ? await counted('loadStock', `/stock/${GRID}`) : undefined;
		rounds.push({ limit, ours, stock });
		console.log(
			`round ${n + 1}:`,
			Object.entries({ limit, ours, stock })
				.map(
					([name, each]) =>
						each &&
						`${name} ${Math.round(each.result.ms)} ms, ${each.requests} requests, ${each.bytes} bytes, ${each.result.documents} documents`
				)
				.filter(Boolean)
				.join('; ')
		);
	}
	const ms = (/** @type {'limit' | 'ours'} */ who) =>
		Math.round(median(rounds.map((round) => round[who].result.ms)));
	const [first] = rounds;
	const stock = first?.stock;
	return {
		stock_vs_ours: ratio(stock?.result.ms, ms('ours')),
		ours_vs_limit: ratio(median(rounds.map(({ ours, limit }) => ours.result.ms / limit.result.ms)), 1),
		bytes_stock_vs_ours: ratio(stock?.bytes, first?.ours.bytes),
		...quiet,
		ours_ms: ms('ours'),
		limit_ms: ms('limit'),
		stock_ms: Math.round(stock?.result.ms),
		ours_requests: first?.ours.requests,
		stock_requests: stock?.requests,
		ours_bytes: first?.ours.bytes,
		limit_bytes: first?.limit.bytes,
		stock_bytes: stock?.bytes
	};
}

/** @param {Counted} counted */
async function quietRequests(counted) {
	const first = await counted('saveOne');
	// The first round after a save meets that save among the changes; it is the next one that has nothing to do.
	await counted('idleRound');
	const idle = await counted('idleRound');
	const one = await counted('saveOne');
	const ofScope = (/** @type {{ log: { path: string }[] }} */ { log }) =>
		log.filter(({ path }) => path.includes(GRID)).length;
	return {
		push_after_first_load_requests: first.requests,
		idle_requests_per_scope: ofScope(idle),
		idle_requests: idle.requests,
		one_record_requests: one.requests,
		one_record_ms: Math.round(one.result),
		one_record_bytes: one.bytes
	};
}

/**
 * A grid of one year and the same grid after five.
 * @param {import('./sync/server.mjs').BenchServer} server
 * @param {Counted} counted
 * @param {(name: string, ...args: unknown[]) => Promise<any>} run
 */
async function years(server, counted, run) {
	const profiles = households * PER_HOUSEHOLD;
	const aYear = Math.round((DOCUMENTS * 5 - profiles) / 5);
	const made = { one: aYear, five: aYear * 5 };
	const loads = { one: [], five: [] };
	for (const [name, visits] of Object.entries(made)) {
		const scope = `people-33010201600200${visits === aYear ? 1 : 5}`;
		const documents = gridDocuments({
			households,
			visits,
			days: (visits / aYear) * 365,
			user: `${USER}-${name}`
		});
		await makeScope(server, scope, `${USER}-${name}`, documents);
	}
	for (let n = 0; n < ROUNDS; n++)
		for (const name of /** @type {const} */ (['one', 'five'])) {
			await run('signIn', `${USER}-${name}`, PASSWORD);
			const scope = `people-33010201600200${name === 'one' ? 1 : 5}`;
			loads[name].push(await counted('loadOurs', `${USER}-${name}`, scope));
			await run('closeOurs');
			// The next load of the same user begins with an empty device.
			await run('forget', `${USER}-${name}`);
		}
	const ms = (name) => Math.round(median(loads[name].map(({ result }) => result.ms)));
	const [one, five] = [loads.one[0], loads.five[0]];
	return {
		five_years_time: ratio(ms('five'), ms('one')),
		five_years_bytes: ratio(five.bytes, one.bytes),
		one_year: {
			stored: profiles + made.one,
			loaded: one.result.documents,
			ms: ms('one'),
			bytes: one.bytes
		},
		five_years: {
			stored: profiles + made.five,
			loaded: five.result.documents,
			ms: ms('five'),
			bytes: five.bytes
		}
	};
}

const ratio = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) =>
	a === undefined || b === undefined ? undefined : Math.round((a / b) * 100) / 100;
