import { afterEach, expect, test } from 'vitest';
import { household } from '../store/scenarios';
import { openedKey, scopeStateKey, type ScopeState } from './contract';
import { historyKey } from './history';
import { aDevice, aGrid, onServer, ownServer, server, type Grid } from './scenarios';
import { put, putHistoryView, visitOf, years } from './window-scenarios';

ownServer();

const open: { close(): Promise<void> }[] = [];
async function device(grid: Grid) {
	const made = await aDevice(grid);
	open.push(made);
	return made;
}
type Device = Awaited<ReturnType<typeof aDevice>>;
afterEach(async () => {
	await server.calm();
	for (const each of open.splice(0)) await each.close();
});

const visitsOn = async (phone: Device, subject?: string) =>
	(await phone.store.find({ type: 'visit', ...(subject && { subject }) }))
		.map(({ record }) => record._id)
		.sort();
/** As if the next day had begun. */
const nextDay = (phone: Device, grid: Grid) => phone.store.writeSetting(historyKey(grid.scope), undefined);

/** As if it had been 91 days ago that what is late was sent. */
async function longAgo(phone: Device, grid: Grid): Promise<void> {
	await nextDay(phone, grid);
	const key = `sync:late:${grid.scope}`;
	const late = (await phone.store.readSetting<Record<string, string>>(key)) ?? {};
	const then = new Date(Date.now() - 91 * 86_400_000).toISOString();
	await phone.store.writeSetting(key, Object.fromEntries(Object.keys(late).map((id) => [id, then])));
}

/** A grid with 40 households and visits every ten days for two years: 2,960 documents. */
async function aGridWithHistory() {
	const grid = await aGrid();
	await putHistoryView(grid.scope);
	await put(grid.scope, years(40, 730, 10));
	// Somebody who was last visited long ago.
	const forgotten = household();
	const last = visitOf(forgotten._id, 300);
	const refused = visitOf(forgotten._id, 400, { outcome: 'refused' });
	await put(grid.scope, [forgotten, last, refused, visitOf(forgotten._id, 500)]);
	return { grid, forgotten, kept: [last._id, refused._id].sort() };
}

test('R-P3: a first load brings what is, ninety days of what happened, and the latest of everybody', async () => {
	const { grid, forgotten, kept } = await aGridWithHistory();
	const phone = await device(grid);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.store.count({ type: 'household' })).toBe(41);
	expect(await visitsOn(phone, forgotten._id)).toEqual(kept);
	// Nine visits of each household lie in the window.
	expect(await phone.count()).toBe(40 * 9 + 2);
	const state = await phone.store.readSetting<ScopeState>(scopeStateKey(grid.scope));
	expect(state?.firstLoad).toMatchObject({ loaded: 41 + 362, total: 41 + 362, complete: true });
	expect(state?.firstLoad.totalBytes).toBe(state?.firstLoad.bytes);

	// The pace of the days after: nothing is fetched, and nothing goes that is still due.
	await server.takeLog();
	await nextDay(phone, grid);
	expect(await phone.round()).toBeUndefined();
	expect((await server.takeLog()).some(({ path }) => path.includes('_bulk_get'))).toBe(false);
	expect(await phone.count()).toBe(362);
});

test('history that others send late, or that a restored server lists anew, is not fetched', async () => {
	const { grid } = await aGridWithHistory();
	const phone = await device(grid);
	await phone.round();
	const before = await phone.count();
	const home = household();
	await put(grid.scope, [home, visitOf(home._id, 200), visitOf(home._id, 1)]);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(before + 1);
	expect(await phone.store.read(grid.scope, home._id)).toBeDefined();
});

test('N2: what is old is dropped only once it was sent; nowhere else is anything deleted or written again', async () => {
	const grid = await aGrid();
	await putHistoryView(grid.scope);
	const home = household();
	await put(grid.scope, [home]);
	const [phone, tablet] = [await device(grid), await device(grid)];
	await phone.round();
	await tablet.round();
	const old = [await phone.save(visitOf(home._id, 95)), await phone.save(visitOf(home._id, 94))];
	const recent = await phone.save(visitOf(home._id, 1));
	await nextDay(phone, grid);
	await server.fault({ match: '_bulk_docs', kind: 'cut', times: 1 });
	expect(await phone.round()).toBe('offline');
	expect(await visitsOn(phone)).toHaveLength(3);

	await nextDay(phone, grid);
	expect(await phone.round()).toBeUndefined();
	// N1: sent just now, they stay for as long again: the server may be restored from before.
	expect(await visitsOn(phone)).toHaveLength(3);
	await longAgo(phone, grid);
	expect(await phone.round()).toBeUndefined();
	expect(await visitsOn(phone)).toEqual([recent._id]);
	const stored = await onServer(grid.scope);
	expect(old.every(({ _id }) => stored.get(_id)?._rev.startsWith('1-'))).toBe(true);

	// Rounds in all directions: devices drop, the server keeps, and nobody writes.
	for (const each of [tablet, phone, tablet, phone]) {
		await nextDay(each, grid);
		expect(await each.round('retry')).toBeUndefined();
	}
	expect(await onServer(grid.scope)).toEqual(stored);
	expect([await visitsOn(phone), await visitsOn(tablet)]).toEqual([[recent._id], [recent._id]]);
	const info = (await server.admin('GET', `/${grid.scope}`)) as { doc_del_count: number };
	expect(info.doc_del_count).toBe(0);
});

test('older history opens on demand, by what it is about, and leaves again', async () => {
	const { grid, forgotten, kept } = await aGridWithHistory();
	const phone = await device(grid);
	await phone.round();
	const yesterday = new Date(Date.now() - 90_000_000).toISOString();
	await phone.store.writeSetting(openedKey(grid.scope), { [forgotten._id]: new Date().toISOString() });
	expect(await phone.round()).toBeUndefined();
	expect(await visitsOn(phone, forgotten._id)).toHaveLength(3);
	expect(await phone.unsent()).toBe(0);
	await nextDay(phone, grid);
	await phone.round();
	expect(await visitsOn(phone, forgotten._id)).toHaveLength(3);

	await phone.store.writeSetting(openedKey(grid.scope), { [forgotten._id]: yesterday });
	await phone.round();
	expect(await visitsOn(phone, forgotten._id)).toEqual(kept);
	expect((await onServer(grid.scope)).size).toBe(40 * 74 + 4);
});

test('a server without the view still gives the window', async () => {
	const grid = await aGrid();
	await put(grid.scope, years(20, 730, 10));
	const phone = await device(grid);
	expect(await phone.round()).toBeUndefined();
	expect(await phone.count()).toBe(180);
});
