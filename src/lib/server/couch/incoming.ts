import type { Upload } from './blobs';
import { badRequest, documentTooLarge, illegalId, invalidDocument } from './errors';
import { isObject, isStringList, type Json, type JsonObject } from './json';
import { parseRev, type Rev } from './revisions';

/** A document on its way in, its shape checked. */
export interface Incoming {
	/** Undefined: the server names it. */
	readonly id: string | undefined;
	readonly rev: Rev | undefined;
	readonly deleted: boolean;
	/** New revision first, as a replicator sends it. */
	readonly history: readonly Rev[] | undefined;
	/** The document's own members, without CouchDB's. */
	readonly body: JsonObject;
	readonly bodyText: string;
	readonly attachments: JsonObject | undefined;
	/** Bytes that came beside the JSON (multipart, standalone), by attachment name. */
	readonly uploads: ReadonlyMap<string, Upload>;
}

/** CouchDB's `max_document_size`: bytes of JSON without attachments. */
const MAX_DOCUMENT = 8_000_000;

const IGNORED = ['_revs_info', '_conflicts', '_deleted_conflicts', '_local_seq'];
const KNOWN = new Set(['_id', '_rev', '_deleted', '_revisions', '_attachments', ...IGNORED]);
/** CouchDB's replicator writes these as ordinary members. */
const REPLICATION = /^_replication_(id|state|state_time|state_reason|stats)$/;

const NO_UPLOADS: ReadonlyMap<string, Upload> = new Map();

/** As `JSON.stringify` writes it: an escape that stands for no character. */
const LONE_SURROGATE = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** @throws CouchError 400 or 413: a malformed document refuses the whole request, as in CouchDB */
export function parseDocument(value: unknown, uploads = NO_UPLOADS): Incoming {
	if (!isObject(value)) throw badRequest('Document must be a JSON object');
	const { _id, _rev, _deleted, _revisions, _attachments, ...rest } = value;
	const id = _id === undefined ? undefined : checkId(_id);
	for (const key of Object.keys(value)) {
		if (key.startsWith('_') && !KNOWN.has(key) && !REPLICATION.test(key)) {
			throw invalidDocument(`Bad special document member: ${key}`);
		}
	}
	if (_deleted !== undefined && typeof _deleted !== 'boolean') {
		throw invalidDocument('Bad special document member: _deleted');
	}
	for (const key of IGNORED) delete rest[key];
	const bodyText = JSON.stringify(rest);
	if (LONE_SURROGATE.test(bodyText)) throw badRequest('invalid UTF-8 JSON');
	if (Buffer.byteLength(bodyText) > MAX_DOCUMENT) throw documentTooLarge(id ?? '');
	return {
		id,
		rev: parseOwnRev(_rev, id),
		deleted: _deleted === true,
		// CouchDB's replicator sends one with its checkpoints, of generation 0
		history: _revisions === undefined || isLocalId(id) ? undefined : parseHistory(_revisions),
		body: rest,
		bodyText,
		attachments: _attachments === undefined ? undefined : parseAttachments(_attachments),
		uploads
	};
}

export function checkId(id: unknown): string {
	if (typeof id !== 'string') throw illegalId('Document id must be a string');
	if (id === '') throw illegalId('Document id must not be empty');
	if (id.startsWith('_') && !/^_(design|local)\/./s.test(id)) {
		throw illegalId('Only reserved document ids may start with underscore.');
	}
	// SQLite stores UTF-8: a lone surrogate would come back as another id
	if (!id.isWellFormed() || id.includes('\0')) throw illegalId('Document id must be valid UTF-8 without NUL');
	return id;
}

export const isLocalId = (id: string | undefined) => id?.startsWith('_local/') === true;
export const isDesignId = (id: string) => id.startsWith('_design/');

function parseOwnRev(rev: Json | undefined, id: string | undefined): Rev | undefined {
	if (rev === undefined || rev === null || rev === '') return undefined;
	if (isLocalId(id)) {
		if (typeof rev !== 'string' || !/^0-\d{1,15}$/.test(rev)) throw badRequest('Invalid rev format');
	} else parseRev(rev);
	return String(rev);
}

function parseHistory(revisions: Json): Rev[] {
	if (!isObject(revisions)) throw invalidDocument('Bad special document member: _revisions');
	const { start, ids } = revisions;
	if (typeof start !== 'number' || !Number.isInteger(start)) {
		throw invalidDocument("_revisions.start isn't an integer.");
	}
	if (!Array.isArray(ids)) throw invalidDocument("_revisions.ids isn't a array.");
	if (!isStringList(ids) || !ids.length) throw invalidDocument("RevId isn't a string");
	// CouchDB takes a history longer than its generation and cuts it; so does this
	const history = ids.slice(0, Math.max(1, start)).map((hash, back) => `${start - back}-${hash}`);
	history.forEach(parseRev);
	return history;
}

function parseAttachments(attachments: Json): JsonObject {
	if (!isObject(attachments)) throw invalidDocument('Bad special document member: _attachments');
	for (const [name, facts] of Object.entries(attachments)) {
		checkAttachmentName(name);
		if (!isObject(facts) || (facts.data !== undefined && !isBase64(facts.data))) {
			throw badRequest(`Invalid attachment data for ${name}`);
		}
	}
	return attachments;
}

function isBase64(data: Json): boolean {
	const text = typeof data === 'string' ? data.replace(/\s+/g, '') : '!';
	return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** What a replicator must say of a document (`new_edits: false`). */
export function requireRevision(doc: Incoming): void {
	if (doc.rev === undefined && !doc.history && !isLocalId(doc.id)) {
		throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified');
	}
}

export function checkAttachmentName(name: string): void {
	if (name.startsWith('_')) {
		throw badRequest(`Attachment name '${name}' starts with prohibited character '_'`);
	}
	if (!name || !name.isWellFormed() || name.includes('\0')) {
		throw badRequest('Attachment name is not UTF-8 encoded');
	}
}
