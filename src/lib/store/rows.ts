import type { RevTree } from 'pouchdb-merge';
import type { Scope } from '../org/scopes';
import type { Sealed } from './sealing';

/** What the author of a document wrote: no `_id`, no `_rev`, no attachments. */
export type Body = Record<string, unknown>;

/** A body as it lies in a row. Plain in a plain database, and where an older app stored it. Opaque to merging. */
export type StoredBody = Body | Sealed;

/** A row whose body has been opened. */
export type Opened<R> = Omit<R, 'body'> & { body: Body };

export interface AttachmentStub {
	digest: string;
	content_type?: string;
	length?: number;
	revpos?: number;
}
export type AttachmentStubs = Record<string, AttachmentStub>;

/**
 * Index columns as stored: ids and times packed (packing.ts). Compound indexes skip a row that lacks one of their parts, and that is used: a deleted or
 * voided record has no `type` and so costs no list or count anything. A live row always has `at`, `NO_TIME` for profiles.
 */
export interface IndexColumns {
	type?: string;
	subject?: string;
	at?: number;
	place?: string;
	kind?: string;
}

/** One document: its winning revision lies here and nowhere else. */
export interface RecordRow extends IndexColumns {
	scope: Scope;
	id: string;
	/** Place in the scope's order of changes, unique in the scope. */
	seq: number;
	/** The winning revision, chosen as CouchDB chooses. */
	rev: string;
	/** The revision tree as JSON; empty when the tree is nothing but `rev`, which is most of a first load. */
	tree: string;
	/** 1 when the winning revision is a tombstone. */
	deleted: 0 | 1;
	/** 1 while `waiting` names a revision; absent otherwise, so that the index holds unsent rows only. */
	unsent?: 1;
	/** Leaves written on this device that the server has not acknowledged, winner or not (N3). */
	waiting?: string[];
	/** 1 while the tree has more than one live leaf. */
	conflicted?: 1;
	body: StoredBody;
	attachments?: AttachmentStubs;
}

/** The body of a leaf that lost, or of an ancestor that has not been compacted. Never the winner's. */
export interface RevisionRow {
	scope: Scope;
	id: string;
	rev: string;
	body: StoredBody;
	/** Of this revision, should it win: a sealed body cannot be asked then. Version 1 stored none. */
	columns?: IndexColumns;
	attachments?: AttachmentStubs;
}

export interface AttachmentRow {
	scope: Scope;
	digest: string;
	data: Blob;
	/** Whether `data` is sealed. */
	sealed?: true;
}

/** One revision that uses an attachment: the last one to go takes the attachment with it. */
export interface AttachmentUseRow {
	scope: Scope;
	digest: string;
	id: string;
	rev: string;
}

/** A `_local/` document: checkpoints of replication. */
export interface LocalRow {
	scope: Scope;
	id: string;
	/** `0-<number>`. */
	rev: string;
	/** The scope's sequence when this was written: a checkpoint says that everything up to there is stored. */
	seq?: number;
	body: Body;
}

/** Counters of a scope, read and written in the transaction that changes its records, never kept in memory. */
export interface ScopeRow {
	scope: Scope;
	seq: number;
	/** Documents whose winner is no tombstone. */
	count: number;
	/** Rows, tombstones included: fewer in the table, and some have gone (whole.ts). Version 1 did not count them. */
	rows?: number;
	/** Made with the scope; replication ids depend on it. */
	instance: string;
}

export interface SettingRow {
	key: string;
	value: unknown;
}

/** A form that somebody has begun and not yet saved. No record: nothing of it is replicated. */
export interface DraftRow {
	id: string;
	/** Id of the form's definition. */
	form: string;
	/** Id of what the form is about, when it is known. */
	subject?: string;
	/** UTC ISO. */
	updatedAt: string;
	/** The answers, plain or sealed: opaque here. */
	body: unknown;
}

/** A photo on its way to the server or kept to be shown. Photos never travel inside records (design.md 6). */
export interface PhotoRow {
	scope: Scope;
	id: string;
	/** Where it stands on its way, in the words of src/lib/sync. */
	state: string;
	/** The bytes, plain or sealed, and what belongs to them: opaque here. */
	data: unknown;
}

/** A body with the attachments it names. */
export type Content = Pick<Opened<RevisionRow>, 'body' | 'attachments'>;

/** A body as it lies in a row, with what its row needs if it wins. */
export type StoredContent = Pick<RevisionRow, 'body' | 'attachments'> & { columns: IndexColumns };

/** The columns of a row that is no tombstone. */
export function columnsOf({ type, subject, at, place, kind }: RecordRow): IndexColumns {
	const columns: IndexColumns = {};
	if (type !== undefined) columns.type = type;
	if (subject !== undefined) columns.subject = subject;
	if (at !== undefined) columns.at = at;
	if (place !== undefined) columns.place = place;
	if (kind !== undefined) columns.kind = kind;
	return columns;
}

export function readTree({ tree, rev }: Pick<RecordRow, 'tree' | 'rev'>): RevTree {
	if (tree) return JSON.parse(tree) as RevTree;
	const dash = rev.indexOf('-');
	return [{ pos: parseInt(rev, 10), ids: [rev.slice(dash + 1), { status: 'available' }, []] }];
}

/** What `readTree` reads. */
export function writeTree(tree: RevTree): string {
	const [root] = tree;
	const [, { status, deleted }, children] = root?.ids ?? ['', {}, []];
	const lone = tree.length === 1 && !children.length && status === 'available' && !deleted;
	return lone ? '' : JSON.stringify(tree);
}

/** The document as its author and PouchDB know it. Takes over `content`, which must be fresh from the database. */
export function toDocument(content: Content, id: string, rev: string): Record<string, unknown> {
	const doc = content.body;
	doc._id = id;
	doc._rev = rev;
	if (content.attachments) doc._attachments = content.attachments;
	return doc;
}
