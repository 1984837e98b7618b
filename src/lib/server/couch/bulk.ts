import { sendJson, sendRows } from './answer';
import { breathe, SLICE } from './breathe';
import type { DatabaseCall } from './database-call';
import { writeChecked } from './database-call';
import { wholeDocumentText } from './document-parts';
import { badRequest, CouchError } from './errors';
import { parseDocument } from './incoming';
import { isObject, type Json, type JsonObject } from './json';
import { readDocumentText, treeOf } from './read-document';
import { generationOf, hasRev, latestOf, leavesOf, parseRev } from './revisions';
import { withHashedPassword } from './users';
import type { WriteResult } from './write';

/** `POST /db/_bulk_docs` */
export async function bulkDocs(at: DatabaseCall): Promise<void> {
	const body = await at.call.posted();
	if (body.docs === undefined) throw badRequest('POST body must include `docs` parameter.');
	if (!Array.isArray(body.docs)) throw badRequest('`docs` parameter must be an array.');
	const newEdits = body.new_edits ?? true;
	if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
	const docs: Json[] = body.docs;
	const incoming = [];
	for (const [n, doc] of docs.entries()) {
		if (n % SLICE === SLICE - 1) await breathe();
		incoming.push(parseDocument(await withHashedPassword(doc, at.user, at.db)));
	}
	const results = await writeChecked(at, incoming, newEdits);
	const shown = newEdits ? results : results.filter((result) => !result.ok);
	const rows = shown.map((result) => bulkRow(result, newEdits));
	sendJson(at.call, 201, rows);
}

function bulkRow(result: WriteResult, newEdits: boolean): JsonObject {
	if (result.ok) return { ok: true, id: result.id, rev: result.rev };
	const { id = '', rev, error } = result;
	return { id, ...(newEdits || !rev ? {} : { rev }), error: error.error, reason: error.reason };
}

/** `POST /db/_revs_diff` */
export async function revsDiff(at: DatabaseCall): Promise<void> {
	const body = await at.call.posted();
	sendJson(at.call, 200, await missingRevs(at, body));
}

/** `POST /db/_missing_revs` */
export async function missingRevsOnly(at: DatabaseCall): Promise<void> {
	const diff = await missingRevs(at, await at.call.posted());
	const only: [string, Json][] = Object.entries(diff).map(([id, facts]) => [id, facts.missing ?? []]);
	sendJson(at.call, 200, { missing_revs: Object.fromEntries(only) });
}

async function missingRevs(at: DatabaseCall, asked: JsonObject): Promise<Record<string, JsonObject>> {
	const answer: [string, JsonObject][] = [];
	for (const [n, [id, revs]] of Object.entries(asked).entries()) {
		if (n % SLICE === SLICE - 1) await breathe();
		if (!Array.isArray(revs)) throw badRequest('Revisions must be a JSON list of strings');
		const wanted = revs.map((rev) => (parseRev(rev), String(rev)));
		const row = at.db.row(id);
		const tree = row ? treeOf(row) : [];
		const missing = wanted.filter((rev) => !hasRev(tree, rev));
		if (!missing.length) continue;
		const newest = Math.max(...missing.map(generationOf));
		const ancestors = leavesOf(tree)
			.map((leaf) => leaf.rev)
			.filter((rev) => generationOf(rev) < newest);
		answer.push([id, { missing, ...(ancestors.length ? { possible_ancestors: ancestors } : {}) }]);
	}
	return Object.fromEntries(answer);
}

/** `POST /db/_bulk_get`, always as JSON: CouchDB sends multipart only to those who ask for it by name. */
export async function bulkGet(at: DatabaseCall): Promise<void> {
	const { docs } = await at.call.posted();
	if (!Array.isArray(docs)) throw badRequest("Missing JSON list of 'docs'.");
	const wanted: Json[] = docs;
	async function* pages() {
		for (let n = 0; n < wanted.length; n += SLICE) {
			if (n > 0) await breathe();
			yield wanted.slice(n, n + SLICE).map((asked) => bulkGetOne(at, asked));
		}
	}
	await sendRows(at.call, '{"results":[\n', pages(), () => '\n]}\n');
}

/** @returns JSON text */
function bulkGetOne(at: DatabaseCall, asked: Json): string {
	const { id, rev } = isObject(asked) ? asked : {};
	const refusal = (error: string, reason: string) => {
		const facts = { id: id ?? null, rev: rev ?? (id === undefined ? null : 'undefined'), error, reason };
		return JSON.stringify({ id: id ?? null, docs: [{ error: facts }] });
	};
	if (typeof id !== 'string') return refusal('illegal_docid', 'document must be a JSON object');
	try {
		if (rev !== undefined) parseRev(rev);
	} catch (error) {
		if (error instanceof CouchError) return refusal(error.error, error.reason);
		throw error;
	}
	const row = at.db.row(id);
	if (!row) return refusal('not_found', 'missing');
	const { query } = at.call;
	const latest = query.flag('latest') && rev !== undefined ? latestOf(treeOf(row), String(rev)) : [];
	const all = rev === undefined ? leavesOf(treeOf(row)).map((leaf) => leaf.rev) : [String(rev)];
	const revs = latest.length ? latest : all;
	const read = query.flag('attachments') ? wholeDocumentText : readDocumentText;
	const found = revs.map((wanted) => {
		const text = read(at.db, row, wanted, query.flag('revs') ? { revs: true } : {});
		const missing = { error: { id, rev: wanted, error: 'not_found', reason: 'missing' } };
		return text === undefined ? JSON.stringify(missing) : `{"ok":${text}}`;
	});
	return `{"id":${JSON.stringify(id)},"docs":[${found.join(',')}]}`;
}
