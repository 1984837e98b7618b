import { ulid } from 'ulid';
import { server } from '../../src/lib/sync/test-server';
import type { Device } from './device';
import { brokenAtAnyTime } from './invariants';
import { backUp, others, refuseNone, refuseSome, restoreFrom } from './server-side';
import type { Step } from './steps';
import { Killed } from './tab';
import type { World } from './world';

/** Lets one step of a plan happen. What it cannot do to this world (restore without a backup) it leaves. */
export async function takeStep(step: Step, world: World): Promise<void> {
	// A restore counts when there is a backup.
	if (!step.do.startsWith('restore')) world.count(step.do);
	switch (step.do) {
		case 'visit': {
			const device = world.device(step.device);
			const scope = (step.other && device.scopes[1]) || world.scopes[0];
			const note = step.refused ? 'refused' : undefined;
			return world.pledges.saved(scope, await device.ask(step.tab, 'visit', scope, note));
		}
		case 'edit': {
			const id = world.households[step.household];
			if (id === undefined) return;
			const device = world.device(step.device);
			const result = await device.ask(step.tab, 'edit', world.scopes[0], id, step.field);
			return world.pledges.edited(id, step.field, result);
		}
		case 'round':
			return void (await world.device(step.device).ask(step.tab, 'round', step.kind));
		case 'busyRound':
			return busyRound(step, world);
		case 'everybody':
			return void (await Promise.all(world.devices.map((device) => device.ask(0, 'round', 'all'))));
		case 'twoLeaders': {
			const device = world.device(step.device);
			return void (await Promise.all([device.ask(0, 'round', 'all'), device.ask(1, 'round', 'all')]));
		}
		case 'look':
			return void world.broken.push(...(await brokenAtAnyTime(world, world.device(step.device))));
		case 'kill':
			return kill(step, world.device(step.device));
		case 'fault': {
			const device = step.device === 'all' ? undefined : world.device(step.device).user;
			return void (await server.fault({ ...step.fault, device }));
		}
		case 'signOut':
			return world.setSession(world.device(step.device), false);
		case 'signIn':
			return world.setSession(world.device(step.device), true);
		case 'takeRole':
			return world.setRole(world.device(step.device), false);
		case 'giveRole':
			return world.setRole(world.device(step.device), true);
		case 'others':
			return others(
				world.scopes[0],
				Array.from({ length: step.count }, () => `visit:${ulid()}`)
			);
		case 'full':
		case 'free':
			return world.fill(step.do === 'full');
		case 'refuse':
			world.refuses = true;
			return refuseSome(world.scopes[0]);
		case 'accept':
			return world.refuses ? refuseNone(world.scopes[0]) : undefined;
		default:
			return serverStep(step.do, world);
	}
}

async function serverStep(
	step: 'restart' | 'backup' | 'restoreFiles' | 'restoreDocuments',
	world: World
): Promise<void> {
	if (step === 'restart') {
		await server.kill();
		await server.start();
	} else if (step === 'backup') {
		const documents = new Map(
			await Promise.all(world.scopes.map(async (scope) => [scope, await backUp(scope)] as const))
		);
		world.backup = { documents, files: await server.backup() };
	} else if (world.backup) {
		const { documents, files } = world.backup;
		world.count(step);
		world.wasRestored = true;
		if (step === 'restoreFiles' && files) await server.restore();
		else for (const scope of world.scopes) await restoreFrom(scope, documents.get(scope) ?? []);
	}
}

async function busyRound({ device: n, tab, saves }: Extract<Step, { do: 'busyRound' }>, world: World) {
	const device = world.device(n);
	const [scope] = world.scopes;
	const round = device.ask(tab, 'round', 'all');
	for (let save = 0; save < saves; save++)
		world.pledges.saved(scope, await device.ask(save % 2 === 0 ? 0 : 1, 'visit', scope));
	await round;
}

const FAULT_AT = { before: 'stall', committed: 'stallAfterCommit', answered: 'tell' } as const;

async function kill({ tab, match, at, wait }: Extract<Step, { do: 'kill' }>, device: Device): Promise<void> {
	await server.fault({ device: device.user, match, kind: FAULT_AT[at], times: 1 });
	const reached = server.reached();
	const round = device.ask(tab, 'round', 'all').catch((error: unknown) => {
		if (!(error instanceof Killed)) throw error;
	});
	await Promise.race([reached, round]);
	if (at === 'answered') await new Promise((resolve) => setTimeout(resolve, wait));
	device.kill(tab);
	await round;
	await server.calm(device.user);
	await reached;
}
