import { processDocs, type ParsedDoc, type ParsedMetadata } from 'pouchdb-adapter-utils';
import { MISSING_STUB, createError, type PouchError } from 'pouchdb-errors';
import { compactTree } from 'pouchdb-merge';
import type { Scope } from '../org/scopes';
import { dropRevisions } from './attachment-uses';
import { indexColumns } from './columns';
import type { DeviceDatabase } from './database';
import { inConflict, onlyLeaves } from './revision-tree';
import {
	readTree,
	writeTree,
	type AttachmentStubs,
	type Content,
	type RecordRow,
	type RevisionRow
} from './rows';
import { scopeRow } from './scope-row';
import { storedRows } from './stored-rows';

export interface WriteOptions {
	/** True: written here, unsent, and refused when it does not follow the leaf. False: replicated, taken as it is. */
	readonly newEdits: boolean;
	/** Drop bodies of ancestors at once. */
	readonly autoCompaction: boolean;
	readonly revsLimit?: number;
	/** The caller deletes: a missing document is an error. */
	readonly wasDelete?: boolean;
	/** Sees each document beside its stored row, inside the transaction: false leaves it out, throwing ends it all. */
	readonly admit?: (doc: ParsedDoc, row: RecordRow | undefined) => boolean;
}

export type Written = { ok: true; id: string; rev: string };

/** What one document becomes while a batch is merged in memory. */
interface Draft {
	stored?: RecordRow;
	row?: RecordRow;
	waiting: string[];
	/** Bodies at hand, by revision. */
	readonly contents: Map<string, Content>;
	readonly gone: Set<string>;
}

/**
 * Merges parsed documents into a scope: one bulk read, everything in memory, one bulk write. Call it inside
 * `writing(…)`. The result lines up with what was admitted: what was written, a PouchError, or the document itself when nothing
 * changed. A write never depends on anything read before this transaction: tabs and the worker write at once.
 */
export async function writeRevisions(
	db: DeviceDatabase,
	scope: Scope,
	incoming: ParsedDoc[],
	options: WriteOptions
): Promise<(Written | PouchError | ParsedDoc)[]> {
	await refuseUnknownStubs(db, scope, incoming);
	const ids = [...new Set(incoming.map((doc) => doc.metadata.id))];
	const [counters, rows] = await Promise.all([scopeRow(db, scope), storedRows(db, scope, ids)]);
	const { admit } = options;
	const docs = admit ? incoming.filter((doc) => admit(doc, rows.get(doc.metadata.id))) : incoming;
	if (!docs.length) return [];

	const drafts = new Map<string, Draft>();
	const stored = new Map<string, ParsedMetadata>();
	for (const id of ids) {
		const row = rows.get(id);
		drafts.set(id, { stored: row, waiting: row?.waiting ?? [], contents: new Map(), gone: new Set() });
		if (row) stored.set(id, metadataOf(row));
	}

	const results: (Written | PouchError | ParsedDoc)[] = new Array(docs.length);
	const uses: { scope: Scope; digest: string; id: string; rev: string }[] = [];
	const blobs = new Map<string, Blob>();

	processDocs(
		options.revsLimit,
		docs,
		undefined,
		stored,
		undefined,
		results,
		(doc, winner, winnerDeleted, _newDeleted, isUpdate, delta, index, done) => {
			const { metadata } = doc;
			const { id, rev } = metadata;
			const draft = drafts.get(id) as Draft;
			counters.count += delta;
			metadata.seq = ++counters.seq;
			metadata.winningRev = winner;
			metadata.deleted = winnerDeleted;

			const { _attachments, ...body } = doc.data;
			const content: Content = { body };
			if (_attachments) content.attachments = keepAttachments(_attachments, winner, blobs);
			for (const stub of Object.values(content.attachments ?? {}))
				uses.push({ scope, digest: stub.digest, id, rev });

			draft.contents.set(rev, content);
			for (const gone of doc.stemmedRevs ?? []) draft.gone.add(gone);
			if (isUpdate && options.autoCompaction) for (const gone of compactTree(metadata)) draft.gone.add(gone);

			if (options.newEdits) draft.waiting = [...draft.waiting, rev];
			// A waiting revision that got a successor is in that one's history: it goes up with it, or came from there.
			draft.waiting = onlyLeaves(draft.waiting, metadata.rev_tree);
			draft.row = {
				scope,
				id,
				seq: metadata.seq,
				rev: winner,
				tree: writeTree(metadata.rev_tree),
				deleted: winnerDeleted ? 1 : 0,
				body: {}
			};
			if (draft.waiting.length) {
				draft.row.unsent = 1;
				draft.row.waiting = draft.waiting;
			}
			if (inConflict(metadata.rev_tree)) draft.row.conflicted = 1;
			stored.set(id, metadata);
			results[index] = { ok: true, id, rev };
			done();
		},
		options.wasDelete ? { new_edits: options.newEdits, was_delete: true } : { new_edits: options.newEdits }
	);

	const winners: RecordRow[] = [];
	const losers: RevisionRow[] = [];
	const gone: { id: string; rev: string; stored?: RecordRow }[] = [];
	for (const [id, draft] of drafts) {
		const { row } = draft;
		if (!row) continue;
		if (draft.stored && !draft.contents.has(draft.stored.rev))
			draft.contents.set(draft.stored.rev, draft.stored);
		for (const rev of draft.gone) {
			draft.contents.delete(rev);
			gone.push({ id, rev, stored: draft.stored });
		}
		const content = draft.contents.get(row.rev) ?? (await takeRevision(db, row));
		row.body = content.body;
		if (content.attachments) row.attachments = content.attachments;
		Object.assign(row, indexColumns(id, row.body, row.deleted === 1));
		winners.push(row);
		for (const [rev, { body, attachments }] of draft.contents)
			if (rev !== row.rev) losers.push({ scope, id, rev, body, ...(attachments && { attachments }) });
	}
	if (!winners.length) return results;

	const writes: PromiseLike<unknown>[] = [db.records.bulkPut(winners), db.scopes.put(counters)];
	if (losers.length) writes.push(db.revisions.bulkPut(losers));
	if (blobs.size)
		writes.push(db.attachments.bulkPut([...blobs].map(([digest, data]) => ({ scope, digest, data }))));
	if (uses.length) writes.push(db.attachmentUses.bulkPut(uses));
	await Promise.all(writes);
	await dropRevisions(db, scope, gone);
	return results;
}

export const metadataOf = (row: RecordRow): ParsedMetadata => ({
	id: row.id,
	rev: row.rev,
	rev_tree: readTree(row),
	winningRev: row.rev,
	deleted: row.deleted === 1,
	seq: row.seq
});

/** A loser becomes the winner again: its body moves into the row, because the winner lies once. */
async function takeRevision(db: DeviceDatabase, row: RecordRow): Promise<Content> {
	const key: [Scope, string, string] = [row.scope, row.id, row.rev];
	const revision = await db.revisions.get(key);
	if (revision) await db.revisions.delete(key);
	return revision ?? { body: {} };
}

/** Stubs for the row; the bytes go to `blobs`, by digest. */
function keepAttachments(
	attachments: NonNullable<ParsedDoc['data']['_attachments']>,
	winner: string,
	blobs: Map<string, Blob>
): AttachmentStubs {
	const stubs: AttachmentStubs = {};
	for (const [name, { data, stub, ...kept }] of Object.entries(attachments)) {
		if (!stub && data) {
			blobs.set(kept.digest, data);
			kept.revpos = parseInt(winner, 10);
		}
		stubs[name] = kept;
	}
	return stubs;
}

async function refuseUnknownStubs(db: DeviceDatabase, scope: Scope, docs: readonly ParsedDoc[]) {
	const digests: string[] = [];
	for (const { data } of docs)
		for (const attachment of Object.values(data._attachments ?? {}))
			if (attachment.stub) digests.push(attachment.digest);
	if (!digests.length) return;
	const found = await db.attachments.bulkGet(digests.map((digest): [Scope, string] => [scope, digest]));
	const missing = found.findIndex((row) => !row);
	if (missing < 0) return;
	throw createError(MISSING_STUB, `unknown stub attachment with digest ${digests[missing]}`);
}
