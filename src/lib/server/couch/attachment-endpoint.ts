import { sendJson, sendNotModified, write } from './answer';
import { MAX_ATTACHMENT } from './attachments';
import { dropUpload, readBlob, receiveBlob, type Upload } from './blobs';
import type { DatabaseCall } from './database-call';
import { writeOne } from './database-call';
import { givenRev } from './documents';
import { CouchError, badRequest, conflict, methodNotAllowed, notFound } from './errors';
import { checkAttachmentName, checkId, isLocalId, parseDocument } from './incoming';
import { isObject, type JsonObject } from './json';
import { readDocument, type AttachmentFacts } from './read-document';
import { parseRev } from './revisions';

const MISSING = 'Document is missing attachment';

/** `/db/doc/attachment`: the bytes alone, streamed both ways. */
export async function attachment(at: DatabaseCall, id: string, name: string): Promise<void> {
	if (isLocalId(id)) throw badRequest('_local documents do not accept attachments.');
	const { call } = at;
	if (call.isRead) return send(at, id, name);
	if (call.method !== 'PUT' && call.method !== 'DELETE') throw methodNotAllowed('GET,HEAD,PUT,DELETE');
	checkId(id);
	checkAttachmentName(name);
	if (call.method === 'DELETE') return change(at, id, name, undefined);
	const upload = await receiveBlob(at.db, call.bytes(MAX_ATTACHMENT), MAX_ATTACHMENT);
	try {
		await change(at, id, name, upload);
	} finally {
		if (at.db.isOpen) dropUpload(at.db, upload.key);
	}
}

async function change(at: DatabaseCall, id: string, name: string, upload: Upload | undefined): Promise<void> {
	const rev = givenRev(at);
	if (rev !== undefined) parseRev(rev);
	const row = at.db.row(id);
	const old = row && readDocument(at.db, row, rev ?? row.winner);
	if (!upload && !row) throw notFound();
	if (row && !row.deleted && rev === undefined) throw conflict();
	if (row && rev !== undefined && !old) throw conflict();
	const doc: JsonObject = old && !old._deleted ? old : { _id: id };
	if (rev !== undefined) doc._rev = rev;
	const attachments: JsonObject = isObject(doc._attachments) ? doc._attachments : {};
	if (!upload && !Object.hasOwn(attachments, name)) throw notFound(MISSING);
	const others = Object.entries(attachments).filter(([known]) => known !== name);
	const content_type = at.call.header('content-type') ?? 'application/octet-stream';
	const all = Object.fromEntries<JsonObject[string]>(upload ? [...others, [name, { content_type }]] : others);
	const incoming = parseDocument(
		{ ...doc, _attachments: all },
		upload ? new Map([[name, upload]]) : undefined
	);
	const written = await writeOne(at, incoming);
	sendJson(at.call, upload ? 201 : 200, { ok: true, ...written }, { etag: `"${written.rev}"` });
}

async function send(at: DatabaseCall, id: string, name: string): Promise<void> {
	const { call, db } = at;
	const asked = call.query.word('rev');
	if (asked !== undefined) parseRev(asked);
	const row = db.row(id);
	if (!row) throw notFound();
	if (row.deleted && asked === undefined) throw notFound('deleted');
	const stored = db.revision(id, asked ?? row.winner);
	if (!stored) throw notFound();
	const all: Record<string, AttachmentFacts> = stored.attachments ? JSON.parse(stored.attachments) : {};
	const facts = Object.hasOwn(all, name) ? all[name] : undefined;
	if (!facts) throw notFound(MISSING);
	const etag = `"${facts.digest.slice('md5-'.length)}"`;
	if (sendNotModified(call, etag)) return;
	const range = rangeOf(call.header('range'), facts.length);
	call.response.writeHead(range ? 206 : 200, {
		'accept-ranges': 'bytes',
		'cache-control': 'must-revalidate',
		'content-type': /^[\x20-\x7e]+$/.test(facts.content_type)
			? facts.content_type
			: 'application/octet-stream',
		'content-length': range ? range.end - range.start : facts.length,
		...(range ? { 'content-range': `bytes ${range.start}-${range.end - 1}/${facts.length}` } : {}),
		// what a user uploaded must not run as a page of ours
		'content-security-policy': 'sandbox',
		'x-content-type-options': 'nosniff',
		etag
	});
	if (call.method !== 'HEAD') {
		for (const bytes of readBlob(db, facts.digest, range?.start, range?.end ?? facts.length)) {
			if (!(await write(call, bytes))) return;
		}
	}
	call.response.end();
}

/** One byte range; several at once, or what is no range, get the whole, as HTTP allows. */
function rangeOf(header: string | undefined, length: number): { start: number; end: number } | undefined {
	const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
	if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
	const start = from === '' ? Math.max(0, length - Number(to)) : Number(from);
	const end = from === '' || to === '' ? length : Math.min(Number(to) + 1, length);
	if (start >= end) {
		throw new CouchError(416, 'requested_range_not_satisfiable', 'Requested range not satisfiable');
	}
	return { start, end };
}
