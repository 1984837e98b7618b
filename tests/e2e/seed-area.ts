import { ulid } from 'ulid';
import type { LinliServer } from './linli-server';

/** The demo's community. */
const AREA = 'area-330102016001';
const GRID = '330102016001003';

const signed = (type: string, createdBy: string, at: string) => ({
	_id: `${type}:${ulid(Date.parse(at))}`,
	type,
	v: 1,
	createdAt: at,
	createdBy,
	device: '01JQ0000000000000000000000',
	stamp: '0mhyz0000.0000.01JQ0000000000000000000000',
	origin: 'field'
});

/** One waste point with an inspection that found something, one restaurant, and an issue; as their people write them. */
export async function seedArea(server: LinliServer): Promise<{ point: string; issue: string }> {
	const at = new Date(Date.now() - 3_600_000).toISOString();
	const point = {
		...signed('inspectionPoint', 'monitor01', at),
		kind: 'wastePoint',
		name: '东门 1 号投放点',
		grid: GRID,
		expectedCadence: 'week'
	};
	const restaurant = {
		...signed('premises', 'monitor01', at),
		name: '好味餐馆',
		kind: 'restaurant',
		grid: GRID,
		address: '东门路 12 号',
		operator: '陈老板',
		phone: '13800001234',
		purifier: true,
		greaseTrap: false
	};
	const inspection = {
		...signed('inspection', 'monitor01', at),
		template: { code: 'wastePoint', version: '2026112101' },
		subject: point._id,
		at,
		answers: { bins: { result: 'pass' }, overflow: { result: 'fail', note: '两个桶满溢' } }
	};
	const issue = {
		...signed('issue', 'grid03', at),
		no: '20261121-grid03-1',
		issueType: 'exposedRubbish',
		title: '垃圾暴露',
		detail: '投放点旁有装修垃圾。',
		priority: 'urgent',
		reportedAt: at,
		grid: GRID,
		subject: point._id,
		firstReceiver: 'grid03',
		source: 'inspection'
	};
	const action = {
		...signed('issueAction', 'grid03', at),
		issue: issue._id,
		action: 'report',
		at,
		toLevel: 'grid'
	};
	await write(server, 'monitor01', [point, restaurant, inspection]);
	await write(server, 'grid03', [issue, action]);
	return { point: point._id, issue: issue._id };
}

async function write(server: LinliServer, name: string, docs: readonly object[]): Promise<void> {
	const json = { 'content-type': 'application/json' };
	const session = await fetch(`${server.origin}/db/_session`, {
		method: 'POST',
		headers: json,
		body: JSON.stringify({ name, password: 'linli-demo' })
	});
	const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
	const answer = await fetch(`${server.origin}/db/${AREA}/_bulk_docs`, {
		method: 'POST',
		headers: { ...json, cookie },
		body: JSON.stringify({ docs })
	});
	const results = (await answer.json()) as { error?: string; reason?: string }[];
	const refused = Array.isArray(results) ? results.filter(({ error }) => error) : [results];
	if (refused.length) throw new Error(`${name} could not write: ${JSON.stringify(refused)}`);
}
