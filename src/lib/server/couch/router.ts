import { allDocs } from './all-docs';
import { sendJson } from './answer';
import { attachment } from './attachment-endpoint';
import { bulkDocs, bulkGet, missingRevsOnly, revsDiff } from './bulk';
import type { Call } from './call';
import { changes } from './changes';
import type { Database } from './database';
import type { DatabaseCall } from './database-call';
import { databaseInfo } from './database-info';
import { document, postDocument } from './documents';
import { badRequest, illegalId, methodNotAllowed, notFound, notImplemented } from './errors';
import { compact, ensureFullCommit, localDocs, purge, revsLimit, security } from './maintenance';
import { find } from './find';
import { indexes } from './indexes';
import { requireMember, requireServerAdmin, type UserContext } from './security';
import { serverEndpoint } from './server-endpoints';
import type { Service } from './service';
import { userId } from './users';
import { designInfo, view } from './views';

type Endpoint = (at: DatabaseCall) => Promise<void> | void;

const post =
	(endpoint: Endpoint): Endpoint =>
	(at) => {
		if (at.call.method !== 'POST') throw methodNotAllowed('POST');
		return endpoint(at);
	};

/** Endpoints below a database that begin with an underscore. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
	['_all_docs', (at) => allDocs(at)],
	['_design_docs', (at) => allDocs(at, { from: '_design/', to: '_design0', toExclusive: true })],
	['_local_docs', localDocs],
	['_changes', changes],
	['_bulk_docs', post(bulkDocs)],
	['_bulk_get', post(bulkGet)],
	['_revs_diff', post(revsDiff)],
	['_missing_revs', post(missingRevsOnly)],
	['_find', post(find)],
	['_index', indexes],
	['_security', security],
	['_revs_limit', revsLimit],
	['_purge', post(purge)],
	['_compact', post(compact)],
	['_view_cleanup', post(compact)],
	['_ensure_full_commit', post(ensureFullCommit)]
]);

const ELSEWHERE = [
	'_explain',
	'_partition',
	'_shards',
	'_sync_shards',
	'_purged_infos_limit',
	'_auto_purge',
	'_show'
];

/** Answers one request or throws what CouchDB would answer. */
export async function route(call: Call, service: Service): Promise<void> {
	const user = await service.sessions.authenticate(call);
	if (user.via === 'cookie') service.growth.saw(call.header('cookie') ?? '');
	const [name = '', ...rest] = call.path;
	const endpoint = serverEndpoint(name);
	if (endpoint) return endpoint(call, user, service);
	if (!rest.length && (call.method === 'PUT' || call.method === 'DELETE'))
		return changeDatabase(call, user, service, name);
	await service.databases.use(name, (db) => inDatabase({ call, db, user, service, rest }));
}

function changeDatabase(call: Call, user: UserContext, service: Service, name: string): void {
	requireServerAdmin(user);
	if (call.method === 'PUT') {
		service.databases.create(name);
		const location = `http://${call.header('host') ?? 'localhost'}/${encodeURIComponent(name)}`;
		return sendJson(call, 201, { ok: true }, { location });
	}
	if (call.query.has('rev')) {
		const hint =
			'You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?';
		throw badRequest(hint);
	}
	service.databases.delete(name);
	sendJson(call, 200, { ok: true });
}

async function inDatabase(at: DatabaseCall): Promise<void> {
	const { call, db, user, service, rest } = at;
	requireReader(at.user, db, rest);
	const [first, second, ...more] = rest;
	if (first === undefined) {
		if (call.isRead) return sendJson(call, 200, databaseInfo(db, service.databases));
		if (call.method === 'POST') return postDocument(at);
		throw methodNotAllowed('DELETE,GET,HEAD,POST');
	}
	if (first === '_design' || first === '_local') {
		if (second === undefined)
			throw first === '_design' ? notFound() : badRequest('Invalid _local document id.');
		const id = `${first}/${second}`;
		if (!more.length) return document(at, id);
		if (first === '_design' && more[0]?.startsWith('_')) return designEndpoint(at, second, more);
		return attachment(at, id, more.join('/'));
	}
	if (first.startsWith('_')) {
		const endpoint = ENDPOINTS.get(first);
		if (endpoint) return endpoint(at);
		if (ELSEWHERE.includes(first)) throw notImplemented(first);
		if (call.isRead || user.name === null) throw notFound();
		throw illegalId('Only reserved document ids may start with underscore.');
	}
	if (second === undefined) return document(at, first);
	return attachment(at, first, [second, ...more].join('/'));
}

/** Accounts are read by server admins alone; a user reaches his own document, as one that he may change. */
function requireReader(user: UserContext, db: Database, rest: readonly string[]): void {
	if (db.name === '_users') {
		const isOwn = user.name !== null && rest.length === 1 && rest[0] === userId(user.name);
		if (isOwn) return;
		if (rest[0] === '_all_docs' || rest[0] === '_changes') requireServerAdmin(user);
	}
	if (rest[0] === '_purge') requireServerAdmin(user);
	requireMember(user, db);
}

async function designEndpoint(at: DatabaseCall, design: string, path: readonly string[]): Promise<void> {
	const [kind = '', name] = path;
	if (kind === '_view' && name !== undefined && path.length === 2) return view(at, design, name);
	if (kind === '_info' && path.length === 1) return designInfo(at, design);
	if (['_show', '_list', '_update', '_rewrite', '_search', '_nouveau'].includes(kind))
		throw notImplemented(kind);
	if (!at.db.row(`_design/${design}`)) throw notFound();
	throw notFound('Document is missing attachment');
}
