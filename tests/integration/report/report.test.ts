import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, openOffice } from '../../../src/lib/server/office';
import { followDirectory } from '../../../src/lib/server/provision/follow-directory';
import { visitReport } from '../../../src/lib/server/report/visit-report';
import type { Household } from '../../../src/lib/people/people';
import type { Doc } from '../../../src/lib/record';
import type { VisitReport } from '../../../src/lib/visits/visit-report';
import { aVisit } from '../../fixtures/neighbourhood';
import { ACCOUNT_LAG_MS } from '../couch/servers';
import { ROSTER, SmallCommunity } from '../provision/community';

/* A manager's numbers, read over real HTTP with the sessions of a manager, a worker and nobody. */

let community: SmallCommunity;
let server: Awaited<ReturnType<SmallCommunity['openServer']>>;
const NOW = new Date('2026-11-28T02:00:00.000Z');

beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	const { worker, manager, grids } = community;
	const staff = [
		{
			userName: worker,
			displayName: '王芳',
			roles: ['gridWorker'],
			grids: [grids[0]],
			password: 'a-password'
		},
		{ userName: manager, displayName: '李强', roles: ['communityManager'], password: 'a-password' }
	];
	expect((await community.create(ROSTER, { staff })).code).toBe(0);
	server = await community.openServer();
	const { authorization = '' } = server.headers;
	const [user = '', password = ''] = atob(authorization.slice('Basic '.length)).split(':');
	await openOffice({ url: server.url, user, password });
});
afterAll(async () => {
	await server?.close();
	await community?.remove();
});

const asAdmin = async (path: string, init: RequestInit = {}) =>
	(
		await fetch(server.url + path, {
			...init,
			headers: { ...server.headers, 'content-type': 'application/json' }
		})
	).json();
/** In a cluster all three copies acknowledge it, because any of them may be asked next. */
const post = (scope: string, doc: unknown) =>
	asAdmin(`/${scope}?w=3`, { method: 'POST', body: JSON.stringify(doc) });
const recordsOf = async <D extends Doc>(scope: string, type: string): Promise<D[]> => {
	const { rows } = (await asAdmin(`/${scope}/_all_docs?include_docs=true`)) as { rows: { doc: D }[] };
	return rows.flatMap(({ doc }) => (doc.type === type ? [doc] : []));
};

/** What the report answers to somebody. */
async function ask(
	name: string | undefined,
	code = community.code
): Promise<{ status: number; report: VisitReport }> {
	const session = name
		? await fetch(`${server.url}/_session`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ name, password: 'a-password' })
			})
		: undefined;
	const cookie = session?.headers.get('set-cookie')?.split(';')[0] ?? '';
	const request = new Request('http://linli/api/report/visits', { headers: { cookie } });
	const response = await answer(request, (caller, { admin }) => visitReport(caller, admin, code, NOW));
	return { status: response.status, report: (await response.json()) as VisitReport };
}

it('R-R4 a manager gets each grid’s lists by name, masked, with the reason of each household', async () => {
	const [household] = await recordsOf<Household>(`people-${community.grids[0]}`, 'household');
	if (!household) throw new Error('the roster has a household');
	const visit = aVisit(household, '2026-09-10T02:00:00.000Z', { createdBy: community.worker });
	await post(`people-${community.grids[0]}`, visit);

	const { status, report } = await ask(community.manager);
	expect(status).toBe(200);
	expect(report.grids.map(({ name }) => name)).toEqual(['01 网格', '02 网格']);
	const [first, second] = report.grids;
	expect(first?.households.seriouslyOverdue).toMatchObject([
		{
			household: household._id,
			head: '王*',
			size: 2,
			place: { compound: '柳营里', building: '3 幢', stairUnit: '2', room: '501' },
			reason: { tier: 'B', because: 'aloneElder' },
			due: { by: '2026-10-25', daysLate: 34, lastContact: '2026-09-10' }
		}
	]);
	expect(first?.kinds.find(({ category }) => category === 'aloneElder')?.people).toMatchObject([
		{ name: '王*', reached: false }
	]);
	expect(Object.values(second?.households ?? {}).flat()).toEqual([]);
	expect(JSON.stringify(report)).not.toMatch(/王秀英|10400000001/);
});

it('nobody else gets it: a worker, somebody without a session, a manager of elsewhere', async () => {
	expect((await ask(community.worker)).status).toBe(403);
	expect((await ask(undefined)).status).toBe(401);
	expect((await ask(community.manager, '330102016001')).status).toBe(403);
	expect((await ask(community.manager, '../_users')).status).toBe(403);
});

it('R-R4 what a device said of itself stands in the report', async () => {
	const contact = {
		_id: 'deviceContact:01KAJ0000000000000000000AB',
		...{ type: 'deviceContact', v: 1, createdAt: '2026-11-20T02:00:00.000Z', createdBy: community.worker },
		...{ device: '01KAJ0000000000000000000AB', stamp: '000000000.0000.x' },
		...{ lastContact: '2026-11-25T02:00:00.000Z', waiting: 4, waitingSince: '2026-11-25T01:00:00.000Z' }
	};
	await post(`user-${community.worker}`, contact);
	const { devices } = (await ask(community.manager)).report;
	expect(devices).toMatchObject([{ user: community.worker, waiting: 4, lastContact: contact.lastContact }]);
});

it(
	'accounts follow the directory’s grids, and nothing else in it',
	{ timeout: 3 * ACCOUNT_LAG_MS },
	async () => {
		const [entry] = (await recordsOf<Doc & { userName: string }>(`org-${community.code}`, 'worker')).filter(
			({ userName }) => userName === community.worker
		);
		const changed = {
			...entry,
			roles: ['gridWorker', 'communityManager'],
			grids: [community.grids[1], '330102016001001']
		};
		await post(`org-${community.code}`, changed);
		await community.withServer(async (admin) => {
			const granted = await followDirectory(admin, community.code);
			expect(granted.find(({ userName }) => userName === community.worker)?.grids).toEqual([
				community.grids[1]
			]);
			expect(granted.find(({ userName }) => userName === community.manager)?.grids).toEqual([]);
			await expect
				.poll(
					async () =>
						(
							await admin.db.use<{ roles: string[] }>('_users').get(`org.couchdb.user:${community.worker}`)
						).roles.toSorted(),
					{ timeout: ACCOUNT_LAG_MS }
				)
				.toEqual(
					[
						`org:${community.code}`,
						`user:${community.worker}`,
						`people:${community.grids[1]}`,
						`area:${community.code}`,
						'gridWorker'
					].toSorted()
				);
		});
	}
);
