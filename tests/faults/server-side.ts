import { ulid } from 'ulid';
import { scopeRole, type Scope } from '../../src/lib/org/scopes';
import { server } from '../../src/lib/sync/test-server';

/** A scope's database on the server as it stands at one moment. */
export interface ServerState {
	/** `id rev` of every leaf, sorted. */
	readonly leaves: string[];
	/** The winner of each document. */
	readonly winners: ReadonlyMap<string, string>;
}

const PASSWORD = 'a-password-for-tests';

/** Design documents stay on the server. */
const isRecord = ({ id }: { id: string }) => !id.startsWith('_design/');

interface ChangeRow {
	readonly id: string;
	readonly changes: readonly { rev: string }[];
}

/** Gives users their accounts, and exactly these scopes. The roles in `_users` are the whole read rule. */
export async function setRoles(roles: ReadonlyMap<string, readonly Scope[]>): Promise<void> {
	const paths = [...roles.keys()].map((name) => `/_users/org.couchdb.user:${name}`);
	const accounts = await Promise.all(paths.map((path) => server.admin('GET', path).catch(() => undefined)));
	const calls = [...roles].map(([name, scopes], n) => {
		const account = accounts[n] as object | undefined;
		const fresh = { name, password: PASSWORD, type: 'user' };
		return {
			method: 'PUT',
			path: paths[n] ?? '',
			body: { ...(account ?? fresh), roles: scopes.map(scopeRole) }
		};
	});
	await server.adminAll(calls);
}

/** An empty database with a name of its own (`_local/epoch`), by which devices tell it from one that went before. */
export const makeDatabase = (scope: Scope) =>
	server.adminAll([
		{ method: 'PUT', path: `/${scope}` },
		{
			method: 'PUT',
			path: `/${scope}/_security`,
			body: { admins: { names: [], roles: [] }, members: { names: [], roles: [scopeRole(scope)] } }
		},
		{ method: 'PUT', path: `/${scope}/_local/epoch`, body: { epoch: ulid() } }
	]);

export const dropDatabase = (scope: Scope) => server.admin('DELETE', `/${scope}`);

/** CouchDB lists the winner first. */
export async function stateOf(scope: Scope): Promise<ServerState> {
	const { results } = (await server.admin('GET', `/${scope}/_changes?style=all_docs`)) as {
		results: ChangeRow[];
	};
	const records = results.filter(isRecord);
	return {
		leaves: records.flatMap(({ id, changes }) => changes.map(({ rev }) => `${id} ${rev}`)).sort(),
		winners: new Map(records.map(({ id, changes }) => [id, changes[0]?.rev ?? '']))
	};
}

/** Leaves of what has not changed since `place`: a device that says it has read so far must know them. */
export async function leavesUpTo(scope: Scope, place: string): Promise<Record<string, string[]>> {
	// First all, then what came later: somebody may write in between, and that is later too.
	const all = (await server.admin('GET', `/${scope}/_changes?style=all_docs`)) as { results: ChangeRow[] };
	const since = `/${scope}/_changes?since=${encodeURIComponent(place)}`;
	const later = (await server.admin('GET', since)) as { results: ChangeRow[] };
	const changed = new Set(later.results.map(({ id }) => id));
	const earlier = all.results.filter((row) => isRecord(row) && !changed.has(row.id));
	return Object.fromEntries(earlier.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
}

/** Of these `id rev` the ones that the server does not know, as leaf or as ancestor. */
export async function lackingOnServer(scope: Scope, revisions: readonly string[]): Promise<string[]> {
	const asked: Record<string, string[]> = {};
	for (const each of revisions) {
		const [id = '', rev = ''] = each.split(' ');
		(asked[id] ??= []).push(rev);
	}
	const missing = (await server.admin('POST', `/${scope}/_revs_diff`, asked)) as Record<
		string,
		{ missing: string[] }
	>;
	return Object.entries(missing).flatMap(([id, lacking]) => lacking.missing.map((rev) => `${id} ${rev}`));
}

/** Every leaf with its history, as a backup keeps it. */
export type Backup = readonly { readonly _id: string }[];

export async function backUp(scope: Scope): Promise<Backup> {
	const { leaves } = await stateOf(scope);
	const docs = leaves.map((each) => ({ id: each.split(' ')[0], rev: each.split(' ')[1] }));
	if (docs.length === 0) return [];
	const { results } = (await server.admin('POST', `/${scope}/_bulk_get?revs=true`, { docs })) as {
		results: { docs: { ok: { _id: string } }[] }[];
	};
	return results.flatMap(({ docs: found }) => found.map(({ ok }) => ok));
}

/** The database anew from a backup, as `linli restore` makes it: other sequences, no checkpoints. */
export async function restoreFrom(scope: Scope, backup: Backup): Promise<void> {
	await dropDatabase(scope);
	await makeDatabase(scope);
	if (backup.length > 0)
		await server.admin('POST', `/${scope}/_bulk_docs`, { docs: backup, new_edits: false });
}

const REFUSAL =
	'function (doc) { if (doc.note === "refused") throw { forbidden: "refused by a fault run" }; }';

/** A rule of the server that refuses some records. */
export const refuseSome = (scope: Scope) => setRule(scope, REFUSAL);
export const refuseNone = (scope: Scope) => setRule(scope, 'function () {}');

async function setRule(scope: Scope, validate_doc_update: string): Promise<void> {
	const path = `/${scope}/_design/rule`;
	const before = (await server.admin('GET', path).catch(() => ({}))) as { _rev?: string };
	await server.admin('PUT', path, { ...before, validate_doc_update });
}

/** Records of somebody whose device takes no part; ids by the server's clock. */
export async function others(scope: Scope, ids: readonly string[]): Promise<void> {
	const docs = ids.map((_id) => ({
		_id,
		type: 'visit',
		v: 1,
		createdAt: new Date().toISOString(),
		createdBy: 'others',
		device: 'others',
		stamp: '000000000.0000.others',
		subject: 'household:00000000000000000000000000',
		dwelling: 'dwelling:00000000000000000000000000',
		method: 'home',
		outcome: 'met',
		startedAt: new Date().toISOString(),
		purposes: [],
		form: { id: 'visit', version: '1', hash: 'a'.repeat(64) },
		answers: {}
	}));
	await server.admin('POST', `/${scope}/_bulk_docs`, { docs });
}
