import { sendJson, sendNotModified } from './answer';
import type { DatabaseCall } from './database-call';
import { writeOne } from './database-call';
import { isNewerThan } from './attachments';
import type { Upload } from './blobs';
import { inlineAttachments } from './document-parts';
import { badRequest, conflict, methodNotAllowed, notFound } from './errors';
import { checkId, isLocalId, parseDocument, type Incoming } from './incoming';
import { isObject, isStringList, type Json, type JsonObject } from './json';
import { readLocal } from './locals';
import { readMultipartDocument, sendMultipartDocument, sendOpenRevs, type OpenRev } from './multipart';
import { readDocument, treeOf, type ReadOptions } from './read-document';
import { historyOf, latestOf, leavesOf, parseRev, type Rev } from './revisions';
import { withHashedPassword } from './users';

/** `/db/doc` in all its methods, local documents among them. */
export async function document(at: DatabaseCall, id: string): Promise<void> {
	const { call } = at;
	if (call.isRead) {
		if (isLocalId(id)) return sendJson(call, 200, readLocal(at.db, id));
		return call.query.has('open_revs') ? sendLeaves(at, id) : sendDocument(at, id);
	}
	switch (call.method) {
		case 'PUT':
			return put(at, id);
		case 'DELETE':
			return remove(at, id);
		case 'COPY':
			return copy(at, id);
		default:
			throw methodNotAllowed('DELETE,GET,HEAD,POST,PUT,COPY');
	}
}

/** `POST /db`: the server may name the document. */
export async function postDocument(at: DatabaseCall): Promise<void> {
	at.call.requireJsonType();
	const doc = parseDocument(await withHashedPassword(await at.call.json(), at.user, at.db));
	const written = await writeOne(at, doc);
	sendJson(at.call, 201, { ok: true, ...written }, { location: location(at, written.id) });
}

const location = (at: DatabaseCall, id: string) =>
	`http://${at.call.header('host') ?? 'localhost'}/${[at.db.name, id].map(encodeURIComponent).join('/').replaceAll('%3A', ':')}`;

function readOptionsOf({ call: { query } }: DatabaseCall): ReadOptions {
	const meta = query.flag('meta');
	return {
		revs: query.flag('revs'),
		revsInfo: meta || query.flag('revs_info'),
		conflicts: meta || query.flag('conflicts'),
		deletedConflicts: meta || query.flag('deleted_conflicts'),
		localSeq: query.flag('local_seq')
	};
}

function sendDocument(at: DatabaseCall, id: string): void | Promise<void> {
	const { call, db } = at;
	const row = db.row(id);
	const asked = call.query.word('rev');
	if (asked !== undefined) parseRev(asked);
	if (!row) throw notFound();
	if (asked === undefined && row.deleted) throw notFound('deleted');
	const newest =
		asked !== undefined && call.query.flag('latest') ? latestOf(treeOf(row), asked)[0] : undefined;
	const rev = newest ?? asked ?? row.winner;
	const options = readOptionsOf(at);
	const doc = readDocument(db, row, rev, options);
	if (!doc) throw notFound();
	const etag = `"${rev}"`;
	// with these the same revision can look different: no tag then, as in CouchDB
	const isTagged = !(options.conflicts || options.deletedConflicts || options.revsInfo || options.localSeq);
	if (isTagged && sendNotModified(call, etag)) return;
	const since = call.query.strings('atts_since');
	if ((call.query.flag('attachments') || since) && doc._attachments) {
		const history = historyOf(treeOf(row), rev);
		const isWanted = (facts: Parameters<typeof isNewerThan>[0]) =>
			!since || isNewerThan(facts, since, history);
		if (call.accepts('multipart/related')) return sendMultipartDocument(at, doc, isWanted, etag);
		inlineAttachments(db, doc, isWanted);
	}
	sendJson(call, 200, doc, isTagged ? { etag } : {});
}

async function sendLeaves(at: DatabaseCall, id: string): Promise<void> {
	const { call, db } = at;
	const row = db.row(id);
	const asked: Json | undefined =
		call.query.text('open_revs') === 'all' ? 'all' : call.query.json('open_revs');
	const tree = row ? treeOf(row) : [];
	if (asked === 'all' && !row) throw notFound();
	if (asked !== 'all' && !isStringList(asked)) throw badRequest('Invalid list of revisions');
	const wanted = asked === 'all' ? leavesOf(tree).map((leaf) => leaf.rev) : (asked as string[]);
	wanted.forEach(parseRev);
	const latest = (rev: Rev) => (call.query.flag('latest') ? latestOf(tree, rev) : []);
	const revs = new Set(wanted.flatMap((rev) => (latest(rev).length ? latest(rev) : [rev])));
	const found = [...revs].map((rev): OpenRev => {
		const doc = row && readDocument(db, row, rev, readOptionsOf(at));
		return doc ? { doc, history: historyOf(tree, rev) } : { missing: rev };
	});
	const since = call.query.strings('atts_since') ?? [];
	if (call.accepts('multipart/mixed')) return sendOpenRevs(at, found, since);
	const shown = found.map((one): JsonObject => {
		if (!('doc' in one)) return { missing: one.missing };
		const isWanted = (facts: Parameters<typeof isNewerThan>[0]) => isNewerThan(facts, since, one.history);
		if (call.query.flag('attachments') || since.length) inlineAttachments(db, one.doc, isWanted);
		return { ok: one.doc };
	});
	sendJson(call, 200, shown);
}

async function put(at: DatabaseCall, id: string): Promise<void> {
	const { call } = at;
	checkId(id);
	const isMultipart = /^multipart\/related/i.test(call.header('content-type') ?? '');
	const { value, uploads } = isMultipart
		? await readMultipartDocument(at)
		: { value: await call.json(), uploads: undefined };
	const named = isObject(value) ? { ...value, _id: id } : value;
	const doc = withRev(parseDocument(await withHashedPassword(named, at.user, at.db), uploads), givenRev(at));
	const written = await writeOne(at, doc, call.query.text('new_edits') !== 'false');
	const headers = { etag: `"${written.rev}"`, location: location(at, id) };
	sendJson(call, 201, { ok: true, ...written }, headers);
}

/** The revision named beside the body: in the query or as `If-Match`. */
export function givenRev({ call }: DatabaseCall): Rev | undefined {
	return call.query.word('rev') ?? call.header('if-match')?.replaceAll('"', '');
}

function withRev(doc: Incoming, rev: Rev | undefined): Incoming {
	if (rev === undefined) return doc;
	if (!isLocalId(doc.id)) parseRev(rev);
	if (doc.rev !== undefined && doc.rev !== rev) {
		throw badRequest('Document rev from request body and query string have different values');
	}
	return { ...doc, rev };
}

async function remove(at: DatabaseCall, id: string): Promise<void> {
	const rev = givenRev(at);
	if (isLocalId(id)) readLocal(at.db, id);
	else if (!at.db.row(id)) throw notFound();
	else if (rev === undefined) throw conflict();
	const written = await writeOne(at, withRev(parseDocument({ _id: id, _deleted: true }), rev));
	sendJson(at.call, 200, { ok: true, ...written }, { etag: `"${written.rev}"` });
}

async function copy(at: DatabaseCall, id: string): Promise<void> {
	const [to, query] = (at.call.header('destination') ?? '').split('?');
	if (!to) throw badRequest('Destination header is mandatory for COPY.');
	const row = at.db.row(id);
	const rev = at.call.query.word('rev') ?? row?.winner;
	const source = row && !row.deleted && rev ? readDocument(at.db, row, rev) : undefined;
	if (!source) throw notFound();
	let target: string;
	try {
		target = decodeURIComponent(to);
	} catch {
		throw badRequest('invalid_url_encoding');
	}
	const over = new URLSearchParams(query).get('rev') ?? undefined;
	// their bytes are stored already: only the names are copied
	const attached = Object.entries(isObject(source._attachments) ? source._attachments : {}).map(
		([name, facts]): [string, Upload] => [
			name,
			{ key: 'copy', ...(facts as { digest: string; length: number }) }
		]
	);
	const doc = parseDocument({ ...source, _id: target, _rev: null }, new Map(attached));
	const written = await writeOne(at, withRev(doc, over));
	sendJson(
		at.call,
		201,
		{ ok: true, ...written },
		{ etag: `"${written.rev}"`, location: location(at, target) }
	);
}
