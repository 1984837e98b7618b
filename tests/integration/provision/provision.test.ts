import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROSTER, SmallCommunity, type Run } from './community';

let community: SmallCommunity;
beforeEach(async () => {
	community = await SmallCommunity.inFolder();
});
afterEach(() => community.remove());

interface Answer {
	records: { written: number; unchanged: number; kept: number };
	accounts: { userName: string; did: string; roles: string[]; password?: string }[];
}
const answerOf = ({ code, out, err }: Run): Answer => {
	expect({ code, err }).toEqual({ code: 0, err: '' });
	return JSON.parse(out) as Answer;
};
const create = async (roster = ROSTER, change: object = {}) =>
	answerOf(await community.create(roster, change, '--json'));

const basic = (name: string, password: string) => ({
	authorization: `Basic ${btoa(`${name}:${password}`)}`,
	'content-type': 'application/json'
});
/** What a database answers to this user, by status. */
async function statusFor(url: string, db: string, headers: Record<string, string> = {}): Promise<number> {
	return (await fetch(`${url}/${db}/_all_docs`, { headers })).status;
}

describe('a community that was created', () => {
	it('has its records in the databases of its grids', async () => {
		const { records } = await create();
		// org: division, 2 grids, 2 workers, 1 compound, 2 buildings and the shipped forms; people: 2 dwellings, 1 household, 2 residents.
		expect(records.written).toBeGreaterThanOrEqual(13);
		await community.withServer(async (server) => {
			const people = await server.db.use(`people-${community.grids[0]}`).list({ include_docs: true });
			const docs = people.rows.map((row) => row.doc as unknown as Record<string, unknown>);
			const [household] = docs.filter((doc) => doc.type === 'household');
			const residents = docs.filter((doc) => doc.type === 'resident');
			expect(household).toMatchObject({
				tenure: 'owner',
				createdBy: 'linli',
				device: 'import',
				origin: 'import'
			});
			expect(residents.map((doc) => doc.name).toSorted()).toEqual(['李强', '王秀英']);
			expect(residents.every((doc) => doc.household === household?._id)).toBe(true);
			expect(residents.some((doc) => doc._id === household?.head && doc.relationToHead === 'head')).toBe(
				true
			);
		});
	});

	it('lets each database be read by its grid and the managers, and by nobody else', async () => {
		const { accounts } = await create();
		const password = accounts.find((account) => account.userName === community.manager)?.password ?? '';
		expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
		const [own, other] = community.grids.map((grid) => `people-${grid}`) as [string, string];
		const org = `org-${community.code}`;
		await community.withServer(async (_, url) => {
			const worker = basic(community.worker, 'a-password');
			const manager = basic(community.manager, password);
			expect(await statusFor(url, own, worker)).toBe(200);
			expect(await statusFor(url, org, worker)).toBe(200);
			expect(await statusFor(url, other, worker)).toBe(403);
			for (const db of [own, other, org]) {
				expect(await statusFor(url, db, manager)).toBe(200);
				expect(await statusFor(url, db)).toBe(401);
			}
		});
	});

	it('refuses what its guards refuse: a worker writes no staff directory and changes no visit', async () => {
		await create();
		await community.withServer(async (server, url) => {
			const grid = `people-${community.grids[0]}`;
			const { rows } = await server.db.use(grid).list();
			const [household, dwelling] = ['household', 'dwelling'].map((type) => rows.find((row) => row.id.startsWith(`${type}:`))?.id);
			const common = { v: 1, createdAt: '2026-11-21T08:00:00.000Z', createdBy: community.worker, device: 'phone', stamp: '0.0.phone' };
			const visit = {
				_id: 'visit:01KAJ0000000000000000000AB', type: 'visit', ...common, subject: household, dwelling, method: 'home', outcome: 'met',
				startedAt: common.createdAt, purposes: [], form: { id: 'household-visit', version: '1', hash: '' }, answers: {}
			};
			const put = async (db: string, doc: { _id: string }) => {
				const headers = basic(community.worker, 'a-password');
				const answer = await fetch(`${url}/${db}/${encodeURIComponent(doc._id)}`, { method: 'PUT', headers, body: JSON.stringify(doc) });
				return { status: answer.status, ...((await answer.json()) as { rev?: string; reason?: string }) };
			};
			const first = await put(grid, visit);
			expect(first.status).toBe(201);
			// In a cluster a copy that has not heard of the first one yet sees a conflict.
			await expect.poll(() => put(grid, { ...visit, ...{ outcome: 'refused', _rev: first.rev } }), { timeout: 15_000 }).toMatchObject({ status: 403, reason: expect.stringMatching(/^immutable: /) });
			const compound = { _id: 'compound:01KAJ0000000000000000000AB', type: 'compound', ...common, name: 'x' };
			expect(await put(`org-${community.code}`, compound)).toMatchObject({ status: 403, reason: expect.stringMatching(/^role: /) });
			expect(await put(grid, compound)).toMatchObject({ status: 403, reason: expect.stringMatching(/^type: /) });
		});
	}); // prettier-ignore
});

describe('running again', () => {
	it('with the same files writes nothing', async () => {
		await create();
		const { records, accounts } = await create();
		expect(records).toMatchObject({ written: 0, kept: 0 });
		expect(accounts.map((account) => account.did)).toEqual(['nothing', 'nothing']);
	});

	it('changes what differs, and says when and by whom', async () => {
		await create();
		const { records } = await create(ROSTER.replace('1948', '1949'));
		expect(records.written).toBe(1);
		await community.withServer(async (server) => {
			const { rows } = await server.db.use(`people-${community.grids[0]}`).list({ include_docs: true });
			const docs = rows.map((row) => row.doc as unknown as Record<string, unknown>);
			const changed = docs.find((doc) => doc.name === '王秀英');
			expect(changed).toMatchObject({
				birthYear: 1949,
				updatedBy: 'linli',
				stamps: { birthYear: changed?.stamp }
			});
		});
	});

	it('leaves alone what was changed in the field', async () => {
		await create();
		const id = await community.withServer(async (server) => {
			const people = server.db.use<{ name: string; stamp: string; phone: string }>(
				`people-${community.grids[0]}`
			);
			const { rows } = await people.list({ include_docs: true });
			const resident = rows.map((row) => row.doc).find((doc) => doc?.name === '王秀英');
			if (!resident) throw new Error('the resident is missing');
			await people.insert({ ...resident, phone: '10499999999', stamp: 'zzzzzzzzz.0000.phone' });
			return resident._id;
		});
		const { records } = await create(ROSTER.replace('1948', '1949'));
		expect(records).toMatchObject({ written: 0, kept: 1 });
		await community.withServer(async (server) => {
			const stored = await server.db.use(`people-${community.grids[0]}`).get(id);
			expect(stored).toMatchObject({ phone: '10499999999', birthYear: 1948 });
		});
	});

	it('mends what somebody broke: security, guard and roles', async () => {
		await create();
		const grid = `people-${community.grids[0]}`;
		await community.withServer(async (server) => {
			await server.request({
				db: grid,
				path: '_security',
				method: 'PUT',
				body: { members: { names: [], roles: [] } }
			});
			const guard = await server.db.use(grid).get('_design/guard');
			await server.db.use(grid).destroy('_design/guard', guard._rev);
			const users = server.db.use<{ roles: string[] }>('_users');
			const user = await users.get(`org.couchdb.user:${community.worker}`);
			await users.insert({ ...user, roles: ['people:110000000001001', 'gridWorker'] }, user._id);
		});
		const { accounts } = await create();
		const worker = accounts.find((account) => account.userName === community.worker);
		expect(worker).toMatchObject({ did: 'changed' });
		// What the account may do in another community stays.
		expect(worker?.roles).toEqual(
			expect.arrayContaining(['people:110000000001001', `people:${community.grids[0]}`])
		);
		await community.withServer(async (server, url) => {
			expect(await statusFor(url, grid)).toBe(401);
			expect(await server.db.use(grid).get('_design/guard')).toHaveProperty('validate_doc_update');
		});
	});

	it('completes what was cut half-way', async () => {
		const { records } = await create();
		await community.withServer(async (server) => {
			await server.db.destroy(`people-${community.grids[1]}`);
			const people = server.db.use(`people-${community.grids[0]}`);
			const { rows } = await people.list();
			const resident = rows.find((row) => row.id.startsWith('resident:'));
			// As if it had never been written: a purge leaves no tombstone.
			if (resident) await server.request({ db: `people-${community.grids[0]}`, path: '_purge', method: 'POST', body: { [resident.id]: [resident.value.rev] } });
		}); // prettier-ignore
		const again = await create();
		expect(again.records.written).toBe(2);
		expect(again.records.written + again.records.unchanged).toBe(records.written);
	});
});

it('a community file with a fault is refused before anything is written', async () => {
	const run = await community.create(ROSTER, { code: '12', timeZone: 'Mars' }, '--lang', 'en');
	expect(run.code).toBe(1);
	expect(run.err).toMatch(/code: must be a 12-digit.*\ntimeZone: is not a time zone/);
});
