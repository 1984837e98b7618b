import { ulid } from 'ulid';
import { afterAll, beforeAll } from 'vitest';
import type { Scope } from '../org/scopes';
import { scopeRole } from '../org/scopes';
import type { Doc } from '../record';
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { newUser, testSealer, visit } from '../store/scenarios';
import { ScopeSync, type RoundKind } from './scope-sync';
import { server } from './test-server';
import { Wire } from './wire';

/*
 * Sync's tests meet the real server behind the real gateway (tests/fixtures/test-server.ts), at their own origin.
 */

/** Test files run side by side in one browser with one session cookie: each that signs in waits for its turn. */
export function ownServer(): void {
	let release: () => void = () => {};
	beforeAll(
		() =>
			new Promise<void>((begin) => {
				void navigator.locks.request('test-server', () => {
					begin();
					return new Promise<void>((end) => (release = end));
				});
			}),
		300_000
	);
	afterAll(() => release());
}

export { server };

let grids = 0;
const newScope = (): Scope =>
	`people-${String(Date.now()).padStart(12, '0').slice(-12)}${String(grids++).padStart(3, '0')}`;
const PASSWORD = 'a-password-for-tests';

export interface Grid {
	readonly scope: Scope;
	readonly user: string;
}

/** A grid with this many visits on the server, its one worker signed in. */
export async function aGrid(visits = 0): Promise<Grid> {
	const scope = newScope();
	const user = newUser();
	await server.start();
	await server.calm();
	await makeDatabase(scope);
	await server.admin('PUT', `/_users/org.couchdb.user:${user}`, {
		name: user,
		password: PASSWORD,
		roles: [scopeRole(scope)],
		type: 'user'
	});
	await fill(scope, visits);
	await signIn(user);
	await server.takeLog();
	return { scope, user };
}

/** An empty database that the scope's members may read and write. */
export async function makeDatabase(scope: Scope): Promise<void> {
	await server.admin('PUT', `/${scope}`);
	await server.admin('PUT', `/${scope}/_security`, {
		admins: { names: [], roles: [] },
		members: { names: [], roles: [scopeRole(scope)] }
	});
}

/** Puts this many visits of others on the server. */
export async function fill(scope: Scope, visits: number): Promise<void> {
	for (let left = visits; left > 0; left -= 1000) {
		const docs = Array.from({ length: Math.min(left, 1000) }, () => visit());
		await server.admin('POST', `/${scope}/_bulk_docs`, { docs });
	}
}

/** Documents of the scope on the server, by id. */
export async function onServer(scope: Scope): Promise<Map<string, { _id: string; _rev: string }>> {
	const { rows } = (await server.admin('GET', `/${scope}/_all_docs?include_docs=true`)) as {
		rows: { id: string; doc: { _id: string; _rev: string } }[];
	};
	return new Map(rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, doc }) => [id, doc]));
}

export async function signIn(user: string): Promise<void> {
	const answer = await fetch('/db/_session', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: user, password: PASSWORD })
	});
	if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
}

export const signOut = () => fetch('/db/_session', { method: 'DELETE' });

/**
 * A device of the grid's worker with one scope in step; each device has its own browser database.
 * @param silence milliseconds after which it takes a request for stalled
 * @param device one that was there before, started again
 */
export async function aDevice(
	{ scope, user }: Grid,
	silence = 30_000,
	device = `${user}-${ulid().toLowerCase()}`
) {
	const store = await openStore(device, testSealer);
	const ledger = openLedger(device);
	const wire = new Wire(`${location.origin}/db`, { silence, slowest: 100_000 });
	const sync = new ScopeSync(device, scope, store, ledger, wire);
	return {
		store,
		ledger,
		wire,
		device,
		round: (kind: RoundKind = 'all') => sync.round(kind),
		async save<D extends Doc>(record: D): Promise<D> {
			const result = await store.save(scope, record);
			if (!result.ok) throw new Error(JSON.stringify(result));
			return record;
		},
		count: () => store.count({ type: 'visit' }),
		unsent: () => store.count({ unsent: true }),
		async close() {
			await sync.close();
			ledger.close();
			store.close();
		}
	};
}
