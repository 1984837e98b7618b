import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEYS } from '../../../src/lib/server/held/keys';
import { ACTORS, makeCast, type Actor, type Cast } from './cast';

/*
 * N7, from the outside: who may read which kind of database, at every endpoint that reads, straight at the database
 * server and through the gateway. The lists below are the whole rule of design.md 4; whoever is not named is refused.
 */
let cast: Cast;
beforeAll(async () => {
	cast = await makeCast();
}, 300_000);
afterAll(() => cast.close());

const READERS: Readonly<Record<string, readonly Actor[]>> = {
	org: ['ownWorker', 'otherWorker', 'monitor', 'volunteer', 'manager'],
	people: ['ownWorker', 'manager'],
	peoplePhotos: ['ownWorker', 'manager'],
	area: ['ownWorker', 'otherWorker', 'monitor', 'manager'],
	areaPhotos: ['ownWorker', 'otherWorker', 'monitor', 'manager'],
	care: ['ownWorker', 'manager'],
	carePhotos: ['ownWorker', 'manager'],
	user: ['ownWorker', 'manager']
};

interface Reading {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
	/** The gateway passes it on; what it does not offer it refuses to everybody. */
	readonly offered: boolean;
}
const readings = (id: string): Reading[] => {
	const doc = encodeURIComponent(id);
	const offered = true;
	const hidden = false;
	return [
		{ method: 'GET', path: '', offered },
		{ method: 'HEAD', path: '', offered },
		{ method: 'GET', path: `/${doc}`, offered },
		{ method: 'GET', path: `/${doc}?open_revs=all&revs=true`, offered },
		{ method: 'GET', path: '/_all_docs?include_docs=true', offered },
		{ method: 'POST', path: '/_all_docs?include_docs=true', body: { keys: [id] }, offered },
		{ method: 'GET', path: '/_changes?include_docs=true&style=all_docs', offered },
		{ method: 'POST', path: '/_changes?filter=_doc_ids', body: { doc_ids: [id] }, offered },
		{ method: 'GET', path: '/_changes?feed=longpoll&timeout=100', offered },
		{ method: 'POST', path: '/_bulk_get', body: { docs: [{ id }] }, offered },
		{ method: 'POST', path: '/_revs_diff', body: { [id]: ['1-a'] }, offered },
		{ method: 'GET', path: '/_local/mark', offered },
		{ method: 'GET', path: '/_local/epoch', offered },
		{ method: 'POST', path: '/_find', body: { selector: { type: 'resident' } }, offered: hidden },
		{ method: 'GET', path: '/_index', offered: hidden },
		{ method: 'GET', path: '/_local_docs', offered: hidden },
		{ method: 'GET', path: '/_design/guard', offered: hidden },
		{ method: 'GET', path: '/_design_docs?include_docs=true', offered: hidden },
		{ method: 'GET', path: '/_security', offered: hidden },
		{ method: 'POST', path: '/_missing_revs', body: { [id]: ['1-a'] }, offered: hidden }
	];
};

async function ask(at: string, db: string, { method, path, body }: Reading, actor: Actor) {
	const cookie = cast.cookie(actor);
	const answer = await fetch(`${at}/${db}${path}`, {
		method,
		headers: { accept: 'application/json', 'content-type': 'application/json', ...(cookie && { cookie }) },
		...(body !== undefined && { body: JSON.stringify(body) })
	});
	return { status: answer.status, text: await answer.text() };
}

const SECRETS = /王秀英|elderView|投放点|sha256/;
let asked = 0;
afterAll(() => console.log(`refusals: ${asked} readings asked`));

test.each(Object.keys(READERS))(
	'%s is read by its members, and by nobody else',
	{ timeout: 300_000 },
	async (kind) => {
		const db = cast.databases[kind] ?? '';
		const id = cast.records.get(db) ?? '';
		const all = readings(id);
		if (kind.endsWith('Photos'))
			all.push({ method: 'GET', path: `/${encodeURIComponent(id)}/full`, offered: true });
		if (!kind.endsWith('Photos') && ['people', 'area', 'care'].includes(kind))
			all.push({ method: 'GET', path: '/_design/history/_view/latest?reduce=false', offered: true });
		const wrong: string[] = [];
		for (const actor of ACTORS)
			for (const reading of all) {
				const may = READERS[kind]?.includes(actor) ?? false;
				const refusal = actor === 'nobody' ? 401 : 403;
				const direct = await ask(cast.url, db, reading, actor);
				const through = await ask(`${cast.front.url}/db`, db, reading, actor);
				asked += 2;
				const line = `${actor} ${reading.method} ${reading.path}: ${direct.status}, ${through.status}`;
				const expected = [may ? 200 : refusal, reading.offered ? (may ? 200 : refusal) : 403];
				if (direct.status !== expected[0] || through.status !== expected[1]) wrong.push(line);
				if (!may && SECRETS.test(direct.text + through.text)) wrong.push(`${line} tells`);
			}
		expect(wrong).toEqual([]);
	}
);

test('accounts, other users and the server itself are nobody’s to read', { timeout: 120_000 }, async () => {
	const other = encodeURIComponent(`org.couchdb.user:${cast.names.manager}`);
	const paths = [
		'/_users/_all_docs',
		'/_users/_changes',
		`/_users/${other}`,
		'/_all_dbs',
		'/_node/_local/_config',
		'/_active_tasks',
		'/_dbs_info',
		'/_db_updates'
	];
	const answers: string[] = [];
	for (const actor of ACTORS.filter((each) => each !== 'manager'))
		for (const path of paths) {
			const cookie = cast.cookie(actor);
			const headers = { accept: 'application/json', ...(cookie && { cookie }) };
			const direct = await fetch(cast.url + path, { headers });
			const through = await fetch(`${cast.front.url}/db${path}`, { headers });
			const told = (await direct.text()) + (await through.text());
			if (direct.ok || through.status !== 403 || told.includes('derived_key'))
				answers.push(`${actor} ${path} ${direct.status} ${through.status}`);
		}
	expect(answers).toEqual([]);
});

test(
	'the keys of what devices keep sealed are nobody’s to read, a manager’s neither',
	{ timeout: 120_000 },
	async () => {
		const answers: string[] = [];
		for (const actor of ACTORS)
			for (const reading of readings('key:0123456789abcdef')) {
				const direct = await ask(cast.url, KEYS, reading, actor);
				const through = await ask(`${cast.front.url}/db`, KEYS, reading, actor);
				if (![401, 403].includes(direct.status) || through.status !== 404)
					answers.push(`${actor} ${reading.method} ${reading.path}: ${direct.status}, ${through.status}`);
				if ((direct.text + through.text).includes('secret')) answers.push(`${actor} ${reading.path} tells`);
			}
		expect(answers).toEqual([]);
	}
);
