import { createHash } from 'node:crypto';
import { sendJson } from './answer';
import type { Database } from './database';
import type { DatabaseCall } from './database-call';
import { writeOne } from './database-call';
import { badRequest, CouchError, methodNotAllowed, notFound } from './errors';
import { parseDocument } from './incoming';
import { isObject, isStringList, type Json } from './json';
import { livingDocument } from './read-document';
import { requireDatabaseAdmin } from './security';
import { designDocuments } from './validation';

export interface DeclaredIndex {
	readonly ddoc: string;
	readonly name: string;
	readonly fields: readonly string[];
	readonly definition: Json;
}

/** Indexes as CouchDB keeps them, in design documents of the language `query`: they replicate both ways. */
export function declaredIndexes(db: Database): DeclaredIndex[] {
	return designDocuments(db).flatMap((doc) => {
		if (doc.language !== 'query' || !isObject(doc.views)) return [];
		return Object.entries(doc.views).flatMap(([name, view]): DeclaredIndex[] => {
			const map = isObject(view) ? view.map : undefined;
			if (!isObject(map) || !isObject(map.fields)) return [];
			const fields = Object.keys(map.fields);
			const definition = { fields: Object.entries(map.fields).map(([field, order]) => ({ [field]: order })) };
			return [{ ddoc: String(doc._id), name, fields, definition }];
		});
	});
}

const SPECIAL = { ddoc: null, name: '_all_docs', type: 'special', def: { fields: [{ _id: 'asc' }] } };

/** `/db/_index`: GET lists, POST declares, DELETE `_index/<ddoc>/json/<name>` removes. */
export async function indexes(at: DatabaseCall): Promise<void> {
	const { call, db, rest } = at;
	if (call.isRead && rest.length === 1) {
		const all = declaredIndexes(db).map(({ ddoc, name, definition }) => ({
			...{ ddoc, name, type: 'json', partitioned: false, def: definition }
		}));
		return sendJson(call, 200, { total_rows: all.length + 1, indexes: [SPECIAL, ...all] });
	}
	if (call.method === 'POST' && rest.length === 1) return declare(at);
	if (call.method === 'DELETE' && rest.length >= 4) return remove(at);
	throw methodNotAllowed('GET,POST');
}

async function declare(at: DatabaseCall): Promise<void> {
	requireDatabaseAdmin(at.user, at.db);
	const { index, name: asked, ddoc: design, type } = await at.call.posted();
	if (type !== undefined && type !== 'json')
		throw badRequest('Only indexes of the type "json" are kept here.');
	if (!isObject(index) || !Array.isArray(index.fields) || !index.fields.length) {
		throw new CouchError(400, 'missing_required_key', 'Missing required key: index');
	}
	const fields = index.fields.map((field) => (isObject(field) ? (Object.keys(field)[0] ?? '') : field));
	if (!isStringList(fields))
		throw new CouchError(400, 'invalid_index_fields_definition', 'Index field must be a string');
	const hash = createHash('sha1').update(JSON.stringify(fields)).digest('hex');
	const name = typeof asked === 'string' && asked ? asked : hash;
	const id = `_design/${String(design ?? hash).replace(/^_design\//, '')}`;
	if (declaredIndexes(at.db).some((known) => known.ddoc === id && known.name === name)) {
		return sendJson(at.call, 200, { result: 'exists', id, name });
	}
	const map = {
		fields: Object.fromEntries(fields.map((field) => [field, 'asc'])),
		partial_filter_selector: {}
	};
	const view = { map, reduce: '_count', options: { def: { fields } } };
	const old = livingDocument(at.db, id);
	const views = { ...(isObject(old?.views) ? old.views : {}), [name]: view };
	await writeOne(at, parseDocument({ ...old, _id: id, language: 'query', views }));
	sendJson(at.call, 200, { result: 'created', id, name });
}

async function remove(at: DatabaseCall): Promise<void> {
	requireDatabaseAdmin(at.user, at.db);
	const path = at.rest.slice(1);
	const name = path.at(-1) ?? '';
	const id = `_design/${path[0] === '_design' ? path[1] : path[0]}`;
	const doc = livingDocument(at.db, id);
	if (!doc || !isObject(doc.views) || !Object.hasOwn(doc.views, name)) throw notFound();
	const views = Object.fromEntries(Object.entries(doc.views).filter(([known]) => known !== name));
	const isEmpty = !Object.keys(views).length;
	await writeOne(at, parseDocument({ ...doc, views, ...(isEmpty ? { _deleted: true } : {}) }));
	sendJson(at.call, 200, { ok: true });
}
