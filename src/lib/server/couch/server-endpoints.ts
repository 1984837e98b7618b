import { randomBytes } from 'node:crypto';
import { sendJson, sendRows } from './answer';
import { breathe } from './breathe';
import type { Call } from './call';
import { databaseInfo } from './database-info';
import { badRequest, CouchError, methodNotAllowed, notImplemented } from './errors';
import type { Json, JsonObject } from './json';
import { ListOptions } from './list-options';
import { requireServerAdmin, type UserContext } from './security';
import type { Service } from './service';

type Endpoint = (call: Call, user: UserContext, service: Service) => Promise<void> | void;

const reading =
	(endpoint: Endpoint): Endpoint =>
	(call, user, service) => {
		if (!call.isRead) throw methodNotAllowed('GET,HEAD');
		return endpoint(call, user, service);
	};

const forAdmin =
	(endpoint: Endpoint): Endpoint =>
	(call, user, service) => {
		requireServerAdmin(user);
		return endpoint(call, user, service);
	};

const NODE = 'embedded@127.0.0.1';

const ENDPOINTS = new Map<string, Endpoint>([
	['', reading((call, _user, service) => sendJson(call, 200, welcome(service)))],
	['_up', reading((call) => sendJson(call, 200, { status: 'ok', seeds: {} }))],
	['_session', (call, user, service) => service.sessions.answer(call, user)],
	['_uuids', uuids],
	['_all_dbs', forAdmin(reading(allDbs))],
	['_dbs_info', forAdmin(dbsInfo)],
	['_db_updates', forAdmin(reading(dbUpdates))],
	['_active_tasks', forAdmin(reading((call) => sendJson(call, 200, [])))],
	['_node', forAdmin(node)],
	[
		'_membership',
		forAdmin(reading((call) => sendJson(call, 200, { all_nodes: [NODE], cluster_nodes: [NODE] })))
	]
]);

const ELSEWHERE = ['_replicate', '_scheduler', '_cluster_setup', '_reshard', '_search_analyze', '_utils'];

/** The endpoint outside any database that a path begins with, if it is one. */
export function serverEndpoint(name: string): Endpoint | undefined {
	if (!ELSEWHERE.includes(name)) return ENDPOINTS.get(name);
	return forAdmin(() => {
		throw notImplemented(`/${name}`);
	});
}

const welcome = (service: Service): JsonObject => ({
	couchdb: 'Welcome',
	// what PouchDB and CouchDB's replicator decide by; the vendor says what it is
	version: '3.5.0',
	git_sha: 'embedded',
	uuid: service.uuid,
	features: ['quickjs', 'scheduler'],
	vendor: { name: 'Linli embedded server' }
});

/** Of a node's own affairs only the statistics, which `linli doctor` reads; no settings. */
async function node(call: Call, _user: UserContext, { growth }: Service): Promise<void> {
	const [name = '', ...rest] = call.path.slice(1);
	if (!['_local', NODE].includes(name) || rest.join('/') !== '_stats') throw notImplemented(`/_node/${name}`);
	sendJson(call, 200, { linli: { ...(await growth.measure()) } });
}

function uuids(call: Call): void {
	if (call.method !== 'GET') throw methodNotAllowed('GET');
	const text = call.query.text('count') ?? '1';
	if (!/^\d{1,9}$/.test(text)) throw badRequest('count must be a positive integer');
	if (Number(text) > 1000) throw badRequest('count parameter too large');
	const all = Array.from({ length: Number(text) }, () => randomBytes(16).toString('hex'));
	const headers = {
		'cache-control': 'no-cache',
		pragma: 'no-cache',
		expires: 'Mon, 01 Jan 1990 00:00:00 GMT'
	};
	sendJson(call, 200, { uuids: all }, headers);
}

async function chosenNames(call: Call, service: Service): Promise<string[]> {
	const options = await ListOptions.from(call);
	const from = options.value('startkey', 'start_key');
	const to = options.value('endkey', 'end_key');
	const names = service.databases.names();
	if (options.flag('descending')) names.reverse();
	const skip = options.count('skip') ?? 0;
	return names
		.filter((name) => typeof from !== 'string' || name >= from)
		.filter((name) => typeof to !== 'string' || name <= to)
		.slice(skip, skip + (options.count('limit') ?? names.length));
}

async function allDbs(call: Call, _user: UserContext, service: Service): Promise<void> {
	sendJson(call, 200, await chosenNames(call, service));
}

async function dbsInfo(call: Call, _user: UserContext, service: Service): Promise<void> {
	if (!call.isRead && call.method !== 'POST') throw methodNotAllowed('GET,HEAD,POST');
	let asked: Json[];
	if (call.method === 'POST') {
		const { keys } = await call.posted();
		if (!Array.isArray(keys)) throw badRequest('`keys` member must exist.');
		if (keys.length > 100) throw badRequest('`keys` member exceeds max_db_number_for_dbs_info_req: 100.');
		asked = keys;
	} else asked = await chosenNames(call, service);
	async function* pages() {
		for (const key of asked) {
			yield [JSON.stringify(await infoOf(service, key))];
			await breathe();
		}
	}
	await sendRows(call, '[', pages(), () => ']\n');
}

async function infoOf(service: Service, key: Json): Promise<JsonObject> {
	try {
		const info = await service.databases.use(String(key), (db) => databaseInfo(db, service.databases));
		return { key, info };
	} catch (error) {
		if (error instanceof CouchError) return { key, error: 'not_found' };
		throw error;
	}
}

/** Databases as they come, change and go, from now on: this server keeps no history of it. */
async function dbUpdates(call: Call, _user: UserContext, service: Service): Promise<void> {
	const feed = call.query.text('feed') ?? 'normal';
	const seen: JsonObject[] = [];
	if (feed !== 'normal') {
		const ms = Math.min(60_000, Number(call.query.text('timeout') ?? 60_000) || 0);
		await new Promise<void>((resolve) => {
			const end = () => {
				clearTimeout(timer);
				service.databases.off('event', take);
				call.response.off('close', end);
				resolve();
			};
			const take = ({ name, type }: { name: string; type: string }) => {
				seen.push({ db_name: name, type, seq: `${Date.now()}` });
				end();
			};
			const timer = setTimeout(end, ms);
			service.databases.on('event', take);
			call.response.on('close', end);
		});
	}
	sendJson(call, 200, { results: seen, last_seq: `${Date.now()}` });
}
