import { expect, test } from 'vitest';
import { aDevice, aGrid, ownServer, server } from './scenarios';
import { put, putHistoryView, years } from './window-scenarios';

ownServer();

/** VITE_WINDOW_YEARS=5 measures at full size: 50,000 documents, minutes of filling. */
const YEARS = Number(import.meta.env.VITE_WINDOW_YEARS ?? 0);

async function load(days: number) {
	const grid = await aGrid();
	await putHistoryView(grid.scope);
	await put(grid.scope, years(200, days, 7.4));
	// A server that runs has its index.
	await server.admin('GET', `/${grid.scope}/_design/history/_view/latest?group_level=1&limit=1`);
	const phone = await aDevice(grid);
	const began = performance.now();
	expect(await phone.round()).toBeUndefined();
	const ms = Math.round(performance.now() - began);
	const documents = ((await server.admin('GET', `/${grid.scope}`)) as { doc_count: number }).doc_count;
	const figures = { documents, loaded: await phone.count(), ms, ...phone.wire.traffic };
	await phone.close();
	return figures;
}

test.skipIf(YEARS === 0)(
	'a scope of years loads what a scope of one year loads',
	async () => {
		// Once for nothing: what the browser compiles is compiled.
		await load(30);
		const one = await load(365);
		const many = await load(365 * YEARS);
		console.log(
			'window:',
			JSON.stringify({ one, many, time: many.ms / one.ms, bytes: many.received / one.received })
		);
		expect(many.loaded).toBe(one.loaded);
		expect(many.received / one.received).toBeLessThanOrEqual(1.3);
	},
	900_000
);
