import { createHash } from 'node:crypto';
import type { DocRow } from './database';
import type { DatabaseCall } from './database-call';
import { badRequest, notFound } from './errors';
import { isDesignId } from './incoming';
import { isObject, isStringList, type JsonObject } from './json';
import { livingDocument, readDocument } from './read-document';
import type { Functions, SandboxMode } from './sandbox';
import { compileSelector } from './selector';

/** Says of each row whether it belongs in the feed. */
export type ChangeFilter = (rows: readonly DocRow[]) => Promise<readonly boolean[]>;

const everyRow: ChangeFilter = async (rows) => rows.map(() => true);

/** The filter that `_changes` names: one of CouchDB's own, or a design document's. */
export async function changeFilter(at: DatabaseCall, body: JsonObject): Promise<ChangeFilter> {
	const name = at.call.query.text('filter');
	switch (name) {
		case undefined:
		case '':
			return everyRow;
		case '_doc_ids':
			return byIds(at.call.method === 'POST' ? body.doc_ids : at.call.query.json('doc_ids'));
		case '_selector':
			return bySelector(at, body.selector);
		case '_design':
			return async (rows) => rows.map((row) => isDesignId(row.id));
		case '_view':
			return byView(at);
		default:
			return byFunction(at, name);
	}
}

function byIds(ids: unknown): ChangeFilter {
	if (!isStringList(ids)) throw badRequest('`doc_ids` filter parameter is not a list of doc ids.');
	const wanted = new Set(ids);
	return async (rows) => rows.map((row) => wanted.has(row.id));
}

function bySelector(at: DatabaseCall, selector: unknown): ChangeFilter {
	if (!isObject(selector)) throw badRequest('Selector error: expected a JSON object');
	const matches = compileSelector(selector);
	return async (rows) => rows.map((row) => matches(readDocument(at.db, row) ?? {}));
}

function byView(at: DatabaseCall): ChangeFilter {
	const [design, view, more] = (at.call.query.text('view') ?? '').split('/');
	if (!design || !view || more !== undefined) throw badRequest('`view` filter parameter is not provided.');
	const views = readDesign(at, design).views;
	const definition = isObject(views) ? views[view] : undefined;
	const source = isObject(definition) ? definition.map : undefined;
	if (typeof source !== 'string') throw notFound(`missing json key: ${view}`);
	const ask = inSandbox(at, 'map', source, 'null');
	return async (rows) =>
		(await ask(rows)).map(
			(emitted) => Array.isArray(emitted) && Array.isArray(emitted[0]) && emitted[0].length > 0
		);
}

function byFunction(at: DatabaseCall, name: string): ChangeFilter {
	const [design, filter, more] = name.split('/');
	if (!design || !filter || more !== undefined) {
		throw badRequest('`filter` must be of the form `designname/filtername`');
	}
	const filters = readDesign(at, design).filters;
	const source = isObject(filters) ? filters[filter] : undefined;
	if (typeof source !== 'string') throw notFound(`missing json key: ${filter}`);
	const { call, user, db } = at;
	const request = {
		method: call.method,
		path: call.path,
		query: call.query.all(),
		userCtx: { db: db.name, name: user.name, roles: user.roles }
	};
	const ask = inSandbox(at, 'filter', source, JSON.stringify(request));
	return async (rows) => (await ask(rows)).map((answer) => answer === true);
}

function readDesign(at: DatabaseCall, name: string): JsonObject {
	const doc = livingDocument(at.db, `_design/${name}`);
	if (!doc) throw notFound();
	return doc;
}

/** Calls a design function with each row's document; a row on which it fails counts as not chosen. */
function inSandbox(at: DatabaseCall, mode: SandboxMode, source: string, shared: string) {
	const hash = createHash('sha256').update(source).digest('hex');
	const functions: Functions = { key: `${at.db.uuid}:${mode}:${hash}`, mode, sources: [source] };
	return async (rows: readonly DocRow[]): Promise<(true | unknown[] | undefined)[]> => {
		if (!rows.length) return [];
		const calls = rows.map((row) => JSON.stringify(readDocument(at.db, row) ?? {}));
		const outcomes = await at.service.sandbox.run(functions, shared, calls);
		return outcomes.map(([kind, value]) => (kind === 'ok' ? (value as true | unknown[]) : undefined));
	};
}
