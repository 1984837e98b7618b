import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFront, type Listening } from '../gateway/front';
import { ROSTER, SmallCommunity } from '../provision/community';

/** Who tries: each with an account as `linli` makes it, or nobody. */
export const ACTORS = ['ownWorker', 'otherWorker', 'monitor', 'volunteer', 'manager', 'nobody'] as const;
export type Actor = (typeof ACTORS)[number];

/** A community with every kind of database, each holding one record, and everybody signed in. */
export interface Cast {
	readonly community: SmallCommunity;
	/** The database server itself. */
	readonly url: string;
	readonly front: Listening;
	/** Kind of database → its name. Grid 1, and the team that looks after it. */
	readonly databases: Readonly<Record<string, string>>;
	/** Database → id of a record in it. */
	readonly records: ReadonlyMap<string, string>;
	/** Account of each actor. */
	readonly names: Readonly<Record<Exclude<Actor, 'nobody'>, string>>;
	cookie(actor: Actor): string;
	admin(method: string, path: string, body?: unknown): Promise<Response>;
	close(): Promise<void>;
}

const PASSWORD = 'a-password';
const ULID = '01KAJ0000000000000000000AB';
export const common = (createdBy: string) => ({
	...{
		v: 1,
		createdAt: '2026-11-21T08:00:00.000Z',
		createdBy,
		device: 'phone',
		stamp: '0000000000.0000.phone'
	}
});

export async function makeCast(): Promise<Cast> {
	const community = await SmallCommunity.inFolder();
	const { code, grids } = community;
	const names = {
		ownWorker: community.worker,
		otherWorker: `o${code}`,
		monitor: `e${code}`,
		volunteer: `v${code}`,
		manager: community.manager
	};
	const member = (userName: string, role: string, own: readonly string[] = []) => ({
		...{ userName, displayName: '王芳', roles: [role], grids: own, password: PASSWORD }
	});
	const staff = [
		member(names.ownWorker, 'gridWorker', [grids[0]]),
		member(names.otherWorker, 'gridWorker', [grids[1]]),
		member(names.monitor, 'environmentMonitor'),
		member(names.manager, 'communityManager')
	];
	const teams = join(community.folder, 'teams.csv');
	const lines = [
		'队伍,服务网格,账号,姓名',
		`晚风,01 网格,x${code},李强`,
		`信风,02 网格,${names.volunteer},周敏`
	];
	await writeFile(teams, lines.join('\n'));
	const made = await community.create(ROSTER, { staff }, '--teams', teams, '--json');
	if (made.code !== 0) throw new Error(made.err);
	const passwordFile = join(community.folder, 'password');
	await writeFile(passwordFile, PASSWORD);
	await community.run('staff', 'password', '--user', names.volunteer, '--password-file', passwordFile);

	const open = await community.openServer();
	const admin: Cast['admin'] = (method, path, body) =>
		fetch(open.url + path, {
			method,
			headers: { ...open.headers, 'content-type': 'application/json', accept: 'application/json' },
			...(body !== undefined && { body: JSON.stringify(body) })
		});
	const databases = {
		org: `org-${code}`,
		people: `people-${grids[0]}`,
		peoplePhotos: `people-${grids[0]}-photos`,
		area: `area-${code}`,
		areaPhotos: `area-${code}-photos`,
		care: `care-${code}t01`,
		carePhotos: `care-${code}t01-photos`,
		user: `user-${names.ownWorker}`
	};
	const records = await fill(databases, admin);
	const cookies = new Map<Actor, string>();
	for (const actor of ACTORS) {
		if (actor === 'nobody') continue;
		const answer = await fetch(`${open.url}/_session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ name: names[actor], password: PASSWORD })
		});
		if (!answer.ok) throw new Error(`${actor}: ${answer.status}`);
		cookies.set(actor, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
	}
	const front = await openFront({ url: open.url });
	return {
		...{ community, url: open.url, front, databases, records, names, admin },
		cookie: (actor) => cookies.get(actor) ?? '',
		close: async () => {
			await front.close();
			await open.close();
			await community.remove();
		}
	};
}

/** One record in every database, and what else can be read of it: an attachment, a local document. */
async function fill(databases: Record<string, string>, admin: Cast['admin']): Promise<Map<string, string>> {
	const records = new Map<string, string>();
	for (const [kind, db] of Object.entries(databases)) {
		const { rows } = (await (await admin('GET', `/${db}/_all_docs?startkey="a"&limit=1`)).json()) as {
			rows: { id: string }[];
		};
		const id = rows[0]?.id ?? (await newRecord(kind, db, admin));
		records.set(db, id);
		await admin('PUT', `/${db}/_local/mark`, { x: 1 });
	}
	return records;
}

const JPEG = { _attachments: { full: { content_type: 'image/jpeg', data: '/9j/4AAQSkZJRg==' } } };

async function newRecord(kind: string, db: string, admin: Cast['admin']): Promise<string> {
	const doc = kind.endsWith('Photos')
		? { _id: `photo:${ULID}`, type: 'photo', takenAt: '2026-11-21T08:00:00.000Z', sha256: 'a'.repeat(64), ...{ bytes: 10, width: 1, height: 1, owner: `visit:${ULID}` }, ...JPEG } // prettier-ignore
		: kind === 'user'
			? { _id: `preference:${ULID}`, type: 'preference', elderView: true }
			: { _id: `inspectionPoint:${ULID}`, type: 'inspectionPoint', kind: 'wastePoint', name: '1 号投放点', grid: '330102016001001' }; // prettier-ignore
	const answer = await admin('PUT', `/${db}/${encodeURIComponent(doc._id)}`, { ...doc, ...common('linli') });
	if (!answer.ok) throw new Error(`${db}: ${await answer.text()}`);
	return doc._id;
}
