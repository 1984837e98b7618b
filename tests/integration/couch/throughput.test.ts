import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardOf } from '../../../src/lib/server/provision/database';
import { aHome, aVisit } from '../../fixtures/neighbourhood';
import { basic, realCouch, temporaryCouch, type ServerAddress, type TemporaryCouch } from './servers';

/*
 * How fast devices push and pull, on the embedded server and on the CouchDB of COUCHDB_URL side by side: batches turn
 * by turn, so that whatever else the machine does meets both. With the app's own validation. What is asserted is the
 * ratio, never a time. LINLI_THROUGHPUT=5000 documents (default 1,000).
 */

const DOCS = Number(process.env.LINLI_THROUGHPUT ?? 1000);
const BATCH = 250;
const NAME = `people-99${String(process.pid).padStart(10, '0')}001`;
const WORKER = `speed-${process.pid}`;
const real = realCouch();

/** One server with a worker's eyes. */
class Side {
	pushed = 0;
	pulled = 0;
	#cookie = '';
	constructor(readonly server: ServerAddress) {}

	async admin(method: string, path: string, body?: unknown): Promise<Response> {
		const authorization = basic(this.server.admin.name, this.server.admin.password);
		const headers = { authorization, 'content-type': 'application/json' };
		return fetch(this.server.url + path, { method, headers, body: JSON.stringify(body) });
	}

	async prepare(): Promise<void> {
		await this.admin('PUT', `/${NAME}?q=1`);
		const members = { names: [], roles: [NAME.replace('-', ':')] };
		await this.admin('PUT', `/${NAME}/_security`, { admins: { names: [], roles: ['_admin'] }, members });
		await this.admin('PUT', `/${NAME}/_design/guard`, { validate_doc_update: guardOf(NAME) });
		const user = { name: WORKER, type: 'user', password: 'pw', roles: [...members.roles, 'gridWorker'] };
		await this.admin('PUT', `/_users/org.couchdb.user:${WORKER}`, user);
		const session = await fetch(`${this.server.url}/_session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: WORKER, password: 'pw' })
		});
		this.#cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	}

	/** As a device pushes: what is missing, then all of that at once. Milliseconds. */
	async push(docs: readonly { _id: string; _rev: string }[]): Promise<void> {
		const start = performance.now();
		await this.#post('_revs_diff', Object.fromEntries(docs.map(({ _id, _rev }) => [_id, [_rev]])));
		expect(await this.#post('_bulk_docs', { docs, new_edits: false })).toEqual([]);
		this.pushed += performance.now() - start;
	}

	/** As a device pulls: a page of changes, then their documents. @returns where to go on */
	async pull(since: string): Promise<string> {
		const start = performance.now();
		const query = `style=all_docs&limit=${BATCH}&since=${encodeURIComponent(since)}`;
		const answer = await this.#ask(`_changes?${query}`);
		const { results, last_seq } = answer as {
			results: { id: string; changes: { rev: string }[] }[];
			last_seq: string;
		};
		const docs = results.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
		const got = (await this.#post('_bulk_get?revs=true&latest=true', { docs })) as { results: unknown[] };
		expect(got.results).toHaveLength(docs.length);
		this.pulled += performance.now() - start;
		return last_seq;
	}

	async drop(): Promise<void> {
		await this.admin('DELETE', `/${NAME}`);
		const user = `/_users/org.couchdb.user:${WORKER}`;
		const { _rev } = (await (await this.admin('GET', user)).json()) as { _rev: string };
		await this.admin('DELETE', `${user}?rev=${_rev}`);
	}

	async #ask(path: string, init: RequestInit = {}): Promise<unknown> {
		const headers = { cookie: this.#cookie, accept: 'application/json', 'content-type': 'application/json' };
		const answer = await fetch(`${this.server.url}/${NAME}/${path}`, { ...init, headers });
		expect(answer.status).toBeLessThan(300);
		return answer.json();
	}
	#post(path: string, body: unknown): Promise<unknown> {
		return this.#ask(path, { method: 'POST', body: JSON.stringify(body) });
	}
}

describe.skipIf(!real)('side by side with Apache CouchDB', () => {
	let embedded: TemporaryCouch;
	let sides: readonly [Side, Side];
	beforeAll(async () => {
		embedded = await temporaryCouch();
		sides = [new Side(embedded), new Side(real as ServerAddress)];
		for (const side of sides) await side.prepare();
	});
	afterAll(async () => {
		await sides[1].drop();
		await embedded.stop();
	});

	test('the embedded server takes and gives documents at least as fast', { timeout: 900_000 }, async () => {
		const { household } = aHome();
		const note = '王阿姨精神很好，家里干净，提醒她关好燃气阀门。'.repeat(4);
		const docs = Array.from({ length: DOCS }, (_, n) => ({
			...aVisit(household, '2026-03-02T02:00:00.000Z', { createdBy: WORKER, answers: { note, n } }),
			_rev: `1-${n.toString(16).padStart(32, '0')}`
		}));
		for (let at = 0; at < DOCS; at += BATCH)
			for (const side of sides) await side.push(docs.slice(at, at + BATCH));
		const places = ['0', '0'] as [string, string];
		for (let at = 0; at < DOCS; at += BATCH)
			for (const [n, side] of sides.entries()) places[n] = await side.pull(places[n] ?? '0');

		const [ours, theirs] = sides;
		const speed = (milliseconds: number) => Math.round((DOCS / milliseconds) * 1000);
		const ratio = { push: theirs.pushed / ours.pushed, pull: theirs.pulled / ours.pulled };
		console.log(
			`throughput of ${DOCS} visits with validation, embedded ÷ CouchDB: push ${ratio.push.toFixed(2)} (${speed(ours.pushed)} ÷ ${speed(theirs.pushed)} documents/s), pull ${ratio.pull.toFixed(2)} (${speed(ours.pulled)} ÷ ${speed(theirs.pulled)})`
		);
		expect(ratio.push).toBeGreaterThanOrEqual(1);
		expect(ratio.pull).toBeGreaterThanOrEqual(1);
	});
});
