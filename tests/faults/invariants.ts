import type { Scope } from '../../src/lib/org/scopes';
import { server } from '../../src/lib/sync/test-server';
import type { Device } from './device';
import { lackingOnServer, leavesUpTo, stateOf, type ServerState } from './server-side';
import type { World } from './world';

/*
 * What must hold (design.md 11), as lists of what breaks it: an empty list is a kept promise.
 */

/** At any moment, also in the middle of the storm: what one device says of its first scope is true. */
export async function brokenAtAnyTime(world: World, device: Device): Promise<string[]> {
	// Until everybody has met the server that was restored, it may lack what was acknowledged before.
	if (world.wasRestored) return [];
	const [scope] = world.scopes;
	const { leaves, waiting, readUpTo } = await device.ask(0, 'audit', scope);
	const waits = new Set(waiting);
	const sent = leaves.filter((leaf) => !waits.has(leaf));
	const unknown = sent.length > 0 ? await lackingOnServer(scope, sent) : [];
	const said = unknown.map((leaf) => `${device.user} says that the server has ${leaf}`);
	if (readUpTo === undefined) return said;
	const lacking = await device.ask(0, 'lacking', scope, await leavesUpTo(scope, readUpTo));
	// A role was taken away meanwhile, and the scope leaves the device: it claims to have read nothing any more.
	if (lacking.length > 0 && (await device.ask(0, 'audit', scope)).readUpTo !== readUpTo) return said;
	return [...said, ...lacking.map((leaf) => `${device.user}: its checkpoint is ahead, ${leaf} is not there`)];
}

/** When the storm is over and everybody has been in step. */
export async function brokenInTheEnd(
	world: World
): Promise<{ lost: string[]; doubled: string[]; other: string[] }> {
	const lost: string[] = [];
	const doubled: string[] = [];
	const other: string[] = [];
	for (const scope of world.scopes) {
		const there = await stateOf(scope);
		lost.push(...world.pledges.recordsOf(scope).filter((id) => !there.winners.has(id)));
		doubled.push(...twice(there.leaves));
		for (const found of await Promise.all(
			world.devices.map((device) => differences(world, device, scope, there))
		))
			other.push(...found);
	}
	lost.push(...world.pledges.lostEdits(await readHouseholds(world)));
	return { lost, doubled, other };
}

/** An event has one leaf for ever. */
function twice(leaves: readonly string[]): string[] {
	const events = leaves.filter((leaf) => leaf.startsWith('visit:'));
	const ids = events.map((leaf) => leaf.split(' ')[0] ?? '');
	return events.filter((leaf, n) => ids.indexOf(ids[n] ?? '') !== n || !leaf.includes(' 1-'));
}

async function differences(
	world: World,
	device: Device,
	scope: Scope,
	there: ServerState
): Promise<string[]> {
	const here = await device.ask(0, 'audit', scope);
	if (!world.holdersOf(scope).includes(device))
		return here.leaves.map((leaf) => `${device.user} holds ${leaf}, which is outside of its scopes`);
	const winners = [...there.winners].map(([id, rev]) => `${id} ${rev}`).sort();
	return [
		...here.waiting.map((leaf) => `${device.user}: ${leaf} still waits`),
		...(await withoutEnded(scope, unequal(here.leaves, there.leaves))).map(
			(leaf) => `${device.user} and the server differ in leaf ${leaf}`
		),
		...unequal(here.winners, winners).map((each) => `${device.user} and the server differ in winner ${each}`)
	];
}

/**
 * Leaves but for those that the server knows as ended: a merge ended them before this device first loaded the scope, and
 * a first load brings what lives.
 */
async function withoutEnded(scope: Scope, leaves: readonly string[]): Promise<string[]> {
	const living = await Promise.all(
		leaves.map(async (leaf) => {
			const [id = '', rev = ''] = leaf.split(' ');
			const path = `/${scope}/${encodeURIComponent(id)}?open_revs=${JSON.stringify([rev])}`;
			const [found] = (await server.admin('GET', path).catch(() => [])) as { ok?: { _deleted?: boolean } }[];
			return !found?.ok?._deleted;
		})
	);
	return leaves.filter((_, n) => living[n]);
}

function unequal(a: readonly string[], b: readonly string[]): string[] {
	const [inA, inB] = [new Set(a), new Set(b)];
	return [...a.filter((each) => !inB.has(each)), ...b.filter((each) => !inA.has(each))];
}

/** Requests that write records. */
export async function writesOf(log: ReturnType<typeof server.takeLog>): Promise<string[]> {
	return (await log)
		.filter(
			({ method, path }) => path.includes('_bulk_docs') || (method === 'PUT' && !path.includes('/_local/'))
		)
		.map(({ method, path }) => `${method} ${path}`);
}

async function readHouseholds(world: World): Promise<Map<string, Record<string, unknown>>> {
	const found = await Promise.all(
		world.households.map(async (id) => {
			const path = `/${world.scopes[0]}/${encodeURIComponent(id)}`;
			const profile = await server.admin('GET', path).catch(() => undefined);
			return [id, profile as Record<string, unknown> | undefined] as const;
		})
	);
	// One that is not there is among the lost records, and so are its edits.
	return new Map(found.flatMap(([id, profile]) => (profile ? [[id, profile]] : [])));
}
