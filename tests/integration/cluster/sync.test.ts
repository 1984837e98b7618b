import PouchDB from 'pouchdb-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardOf } from '../../../src/lib/server/provision/database';
import { openRemote, type Remote } from '../../../src/lib/sync/remote';
import { Wire } from '../../../src/lib/sync/wire';
import { aHome, aVisit } from '../../fixtures/neighbourhood';
import { temporaryCouch, type TemporaryCouch } from '../couch/servers';
import { openFront, type Listening } from '../gateway/front';
import { admin, first, last, missing, startLastNode, stopLastNode } from './cluster';

/*
 * Devices sync with a cluster through the gateway while one of its nodes is stopped and comes back: the app's own
 * remote side and PouchDB's replication; each device's store is a database of an embedded server here, because in Node
 * there is no IndexedDB.
 */

const DEVICES = 20;
/** Records a device makes in each of three parts: before, while, and after the node is away. */
const RECORDS = 15;
const WORKER = `cluster-${process.pid}`;
const SCOPE = `people-98${String(process.pid).padStart(10, '0')}001`;

class Device {
	readonly local: PouchDB.Database;
	readonly remote: Remote;
	readonly made = new Set<string>();
	readonly acknowledged = new Set<string>();
	failures = 0;

	constructor(store: string, gateway: string, cookie: string) {
		this.local = new PouchDB(store, { adapter: 'http' });
		const wire = new Wire(`${gateway}/db`);
		const signedIn: Wire['fetch'] = (url, init) => {
			const headers = new Headers(init?.headers);
			headers.set('cookie', cookie);
			return wire.fetch(url, { ...init, headers });
		};
		this.remote = openRemote(SCOPE, Object.create(wire, { fetch: { value: signedIn } }) as Wire);
		this.remote.listener = {
			acknowledged: (revisions) => {
				for (const { id } of revisions) this.acknowledged.add(id);
				return Promise.resolve();
			},
			refused: (refusals) => Promise.reject(new Error(JSON.stringify(refusals)))
		};
	}

	async record(): Promise<void> {
		const { household } = aHome();
		const visits = Array.from({ length: RECORDS }, (_, n) =>
			aVisit(household, '2026-03-02T02:00:00.000Z', { createdBy: WORKER, answers: { n } })
		);
		for (const { _id } of visits) this.made.add(_id);
		await this.local.bulkDocs(visits);
	}

	/** One round as the engine does it; what fails is tried again in the next. */
	async sync(): Promise<void> {
		try {
			await this.local.replicate.to(this.remote.db, { batch_size: 500 });
			await this.local.replicate.from(this.remote.db, { batch_size: 500 });
		} catch {
			this.failures++;
		}
	}

	async ids(): Promise<string[]> {
		const { rows } = await this.local.allDocs();
		return rows.map((row) => row.id).filter((id) => id.startsWith('visit:'));
	}
}

describe.skipIf(missing)(`sync with a cluster${missing ? ` (${missing})` : ''}`, () => {
	let store: TemporaryCouch;
	let gateway: Listening;
	let devices: Device[];
	beforeAll(async () => {
		await admin('PUT', `/${SCOPE}?q=1`);
		const roles = [SCOPE.replace('-', ':')];
		const security = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles } };
		await admin('PUT', `/${SCOPE}/_security`, security);
		await admin('PUT', `/${SCOPE}/_design/guard`, { validate_doc_update: guardOf(SCOPE) });
		const user = { name: WORKER, type: 'user', password: 'pw', roles: [...roles, 'gridWorker'] };
		await admin('PUT', `/_users/org.couchdb.user:${WORKER}`, user);
		store = await temporaryCouch();
		gateway = await openFront({ url: first });
		const session = await fetch(`${gateway.url}/db/_session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: WORKER, password: 'pw' })
		});
		const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
		const base = store.url.replace('//', '//admin:secret@');
		devices = Array.from(
			{ length: DEVICES },
			(_, n) => new Device(`${base}/device-${n}`, gateway.url, cookie)
		);
	});
	afterAll(async () => {
		await gateway.close();
		await store.stop();
		await admin('DELETE', `/${SCOPE}`);
		const { _rev } = (await (await admin('GET', `/_users/org.couchdb.user:${WORKER}`)).json()) as {
			_rev: string;
		};
		await admin('DELETE', `/_users/org.couchdb.user:${WORKER}?rev=${_rev}`);
	});

	const all = (work: (device: Device) => Promise<unknown>) => Promise.all(devices.map(work));
	const everything = () => new Set(devices.flatMap((device) => [...device.made]));

	it('all records arrive, none twice, while a node is stopped', { timeout: 600_000 }, async () => {
		await all((device) => device.record());
		const syncing = all((device) => device.sync());
		await stopLastNode();
		await syncing;
		await all((device) => device.record());
		await all((device) => device.sync());
		const arrivedWithout = (await leaves(first)).size;
		await startLastNode();
		await all((device) => device.record());
		const made = everything();
		expect(made.size).toBe(DEVICES * RECORDS * 3);
		await expect
			.poll(
				async () => {
					await all((device) => device.sync());
					return Promise.all(devices.map(async (device) => (await device.ids()).length));
				},
				{ timeout: 400_000 }
			)
			.toEqual(devices.map(() => made.size));

		for (const device of devices) {
			expect(new Set(await device.ids())).toEqual(made);
			expect([...device.made].filter((id) => !device.acknowledged.has(id))).toEqual([]);
		}
		for (const node of [first, last]) {
			await expect.poll(async () => (await leaves(node)).size, { timeout: 60_000 }).toBe(made.size);
			expect([...(await leaves(node)).values()].filter((count) => count !== 1)).toEqual([]);
		}
		const failures = devices.reduce((sum, device) => sum + device.failures, 0);
		console.log(
			`cluster: ${DEVICES} devices, ${made.size} records, ${arrivedWithout} of them arrived while a node was stopped, all there afterwards, each once; ${failures} rounds cut`
		);
	});
});

/** Visit → how many leaves it has, as this node tells. */
async function leaves(node: string): Promise<Map<string, number>> {
	const answer = await admin('GET', `/${SCOPE}/_changes?style=all_docs`, undefined, node);
	const { results } = (await answer.json()) as { results: { id: string; changes: unknown[] }[] };
	const visits = results.filter(({ id }) => id.startsWith('visit:'));
	return new Map(visits.map(({ id, changes }) => [id, changes.length]));
}
