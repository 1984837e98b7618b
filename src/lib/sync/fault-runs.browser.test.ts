import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Household } from '../people/people';
import { household, visit } from '../store/scenarios';
import { aDevice, aGrid, fill, onServer, ownServer, server, signIn, signOut, type Grid } from './scenarios';

/*
 * Two devices and a server that everything happens to: cuts before and after the server's commit, stalls, refusals,
 * dead servers, expired sessions. Whatever the order, afterwards (design.md 11): every record that was saved is on
 * every peer, nothing twice, nothing waits, leaves are equal everywhere, a second sync writes nothing.
 */
ownServer();

type Device = Awaited<ReturnType<typeof aDevice>>;
type Step =
	| { do: 'visit' | 'edit' | 'sync' | 'send'; device: 0 | 1 }
	| { do: 'others' | 'signOut' | 'signIn' | 'restart' }
	| { do: 'fault'; kind: 'cut' | 'cutAfterCommit' | 'page'; match: string; times: number }
	| { do: 'fault'; kind: 'status'; match: string; times: number; status: number };

const device = fc.constantFrom<0 | 1>(0, 1);
const match = fc.constantFrom(
	'/db/',
	'_bulk_docs',
	'_revs_diff',
	'_local',
	'_changes',
	'_bulk_get',
	'_all_docs',
	'PUT'
);
const times = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ do: fc.constantFrom('visit', 'edit'), device }) },
	{ weight: 5, arbitrary: fc.record({ do: fc.constantFrom('sync', 'send'), device }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constantFrom('others', 'signOut', 'signIn', 'restart') }) },
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('fault'),
			kind: fc.constantFrom('cut', 'cutAfterCommit', 'page'),
			match,
			times
		})
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('fault'),
			kind: fc.constant('status'),
			match,
			times,
			status: fc.constantFrom(401, 413, 429, 500, 503)
		})
	}
);

const RUNS = Number(import.meta.env.VITE_FAULT_RUNS ?? 8);
const totals = { runs: 0, steps: 0, saved: 0, lost: 0, doubled: 0 };
afterAll(() => console.log('fault runs:', JSON.stringify(totals)));

test('N1, N3: whatever happens on the way, everything saved arrives everywhere, once', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => run(steps)),
		{ numRuns: RUNS, interruptAfterTimeLimit: 3_000_000, endOnFailure: true }
	);
}, 3_100_000);

async function run(steps: readonly Step[]): Promise<void> {
	const grid = await aGrid(4);
	const shared = household();
	const devices: [Device, Device] = [await aDevice(grid), await aDevice(grid)];
	const saved = new Set<string>();
	try {
		await devices[0].save(shared);
		saved.add(shared._id);
		for (const each of steps) await take(each, grid, devices, shared._id, saved);
		await settle(grid, devices);
		await check(grid, devices, saved);
		totals.runs++;
		totals.steps += steps.length;
		totals.saved += saved.size;
	} finally {
		await server.calm();
		for (const each of devices) await each.close();
	}
}

async function take(each: Step, grid: Grid, devices: [Device, Device], shared: string, saved: Set<string>) {
	if ('device' in each) {
		const phone = devices[each.device];
		if (each.do === 'visit') saved.add((await phone.save(visit()))._id);
		else if (each.do === 'edit') await edit(phone, grid, shared);
		else await phone.round(each.do === 'sync' ? 'all' : 'send');
	} else if (each.do === 'fault') await server.fault(each);
	else if (each.do === 'others') await fill(grid.scope, 2);
	else if (each.do === 'signOut') await signOut().catch(() => undefined);
	else if (each.do === 'signIn') await signIn(grid.user).catch(() => undefined);
	else {
		await server.kill();
		await server.start();
	}
}

/** Changes the household that both devices know, once it has come to this one. */
async function edit(phone: Device, { scope }: Grid, id: string): Promise<void> {
	const stored = await phone.store.read<Household>(scope, id);
	if (!stored) return;
	const tenure = stored.record.tenure === 'owner' ? 'tenant' : 'owner';
	await phone.save({ ...stored.record, tenure } as Household);
}

/** The storm is over: both devices sync until nothing moves any more. */
async function settle(grid: Grid, devices: [Device, Device]): Promise<void> {
	await server.calm();
	await signIn(grid.user);
	for (let n = 0; n < 3; n++) {
		for (const each of devices) expect(await each.round('retry')).toBeUndefined();
	}
}

async function check(grid: Grid, devices: [Device, Device], saved: Set<string>): Promise<void> {
	const documents = await onServer(grid.scope);
	totals.lost += [...saved].filter((id) => !documents.has(id)).length;
	expect([...saved].filter((id) => !documents.has(id))).toEqual([]);
	const leaves = await Promise.all(devices.map((each) => leavesOf(each, grid)));
	expect(leaves[0]).toEqual(leaves[1]);
	expect(leaves[0]).toEqual(await leavesOnServer(grid, [...documents.keys()]));
	for (const each of devices) expect(await each.unsent()).toBe(0);
	await server.takeLog();
	for (const each of devices) await each.round();
	const writes = (await server.takeLog()).filter(({ path }) => path.includes('_bulk'));
	totals.doubled += writes.length;
	expect(writes).toEqual([]);
}

async function leavesOf({ ledger }: Device, { scope }: Grid): Promise<string[]> {
	return (await ledger.leaves(scope)).map(({ id, rev }) => `${id} ${rev}`).sort();
}

async function leavesOnServer({ scope }: Grid, ids: string[]): Promise<string[]> {
	const found = await Promise.all(
		ids.map(async (id) => {
			const path = `/${scope}/${encodeURIComponent(id)}?open_revs=all`;
			const leaves = (await server.admin('GET', path)) as { ok: { _rev: string } }[];
			return leaves.map(({ ok }) => `${id} ${ok._rev}`);
		})
	);
	return found.flat().sort();
}
