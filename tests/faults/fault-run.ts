import { brokenInTheEnd, writesOf } from './invariants';
import { server } from '../../src/lib/sync/test-server';
import type { Plan } from './steps';
import { takeStep } from './take-step';
import { count, type Totals } from './totals';
import type { Neighbourhood, World } from './world';

/** Rounds of everybody after which nothing may move any more. Two are usual, and one more to see that it is quiet. */
const PATIENCE = 12;

/**
 * Runs a plan: storm, calm, and the count.
 * @throws an error that lists what was broken
 */
export async function faultRun(plan: Plan, neighbourhood: Neighbourhood, totals: Totals): Promise<void> {
	const world = await neighbourhood.begin(plan);
	totals.runs++;
	totals.steps += plan.steps.length;
	try {
		await moveIn(world);
		for (const step of plan.steps) await takeStep(step, world);
		const unrest = await settle(world);
		const { lost, doubled, other } = await brokenInTheEnd(world);
		totals.acknowledged += world.pledges.count;
		totals.lost += lost.length;
		totals.doubled += doubled.length;
		const broken = [
			...world.broken,
			...unrest,
			...lost.map((each) => `lost: ${each}`),
			...doubled.map((each) => `twice: ${each}`),
			...other
		];
		if (broken.length > 0) throw new Error(broken.slice(0, 12).join('\n'));
	} catch (error) {
		totals.broken++;
		throw error;
	} finally {
		count(totals.happened, world.happened);
		await world.end();
	}
}

/** Two households that everybody edits; the first device knows them, the others hear of them. */
async function moveIn(world: World): Promise<void> {
	const first = world.device(0);
	const [scope] = world.scopes;
	for (let n = 0; n < 2; n++) {
		const id = await first.ask(0, 'household', scope);
		if (id !== undefined) world.households.push(id);
		world.pledges.saved(scope, id);
	}
}

/**
 * The storm is over: everybody syncs until a round writes nothing, neither on the server nor on a device.
 * @returns what still moves, or who is still not in step
 */
async function settle(world: World): Promise<string[]> {
	await world.calm();
	await server.takeLog();
	let unrest: string[] = [];
	let before = '';
	for (let n = 0; n < PATIENCE; n++) {
		const results = await Promise.all(world.devices.map((device) => device.ask(0, 'round', 'retry')));
		const seqs = JSON.stringify(results.map((result) => result.seqs));
		unrest = [
			...results.flatMap(({ troubles }, n) =>
				troubles.map((trouble) => `device ${n} is not in step: ${trouble}`)
			),
			...(await writesOf(server.takeLog())).map((write) => `does not come to rest: ${write}`),
			...(seqs === before ? [] : [`does not come to rest on the devices: ${seqs}, before ${before}`])
		];
		if (unrest.length === 0) return [];
		before = seqs;
	}
	return unrest;
}
