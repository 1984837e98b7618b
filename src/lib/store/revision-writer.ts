import { processDocs, type ParsedDoc } from 'pouchdb-adapter-utils';
import { MISSING_STUB, createError, type PouchError } from 'pouchdb-errors';
import type { Scope } from '../org/scopes';
import { dropRevisions } from './attachment-uses';
import { indexColumns } from './columns';
import type { DeviceDatabase } from './database';
import { Merging } from './merging';
import type { AttachmentRow, RecordRow, RevisionRow, StoredContent } from './rows';
import { scopeRow } from './scope-row';
import { isSealed, type Contents } from './sealed-rows';
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

/** What was written, why not, or the document itself when it changed nothing. */
export type WriteResult = { ok: true; id: string; rev: string } | PouchError | ParsedDoc;

/**
 * Merges parsed documents into a scope: one bulk read, everything in memory, one bulk write. Call it inside
 * `writing(…)`. The results line up with what was admitted. Nothing depends on what was read before this transaction:
 * tabs and the worker write at once.
 * @param contents of all of `incoming`, sealed before the transaction
 */
export async function writeRevisions(
	db: DeviceDatabase,
	scope: Scope,
	incoming: ParsedDoc[],
	contents: Contents,
	options: WriteOptions
): Promise<WriteResult[]> {
	await refuseUnknownStubs(db, scope, incoming);
	const ids = [...new Set(incoming.map((doc) => doc.metadata.id))];
	const [counters, rows] = await Promise.all([scopeRow(db, scope), storedRows(db, scope, ids)]);
	const { admit } = options;
	const docs = admit ? incoming.filter((doc) => admit(doc, rows.get(doc.metadata.id))) : incoming;

	const merging = new Merging(scope, counters, rows, contents);
	const results = merge(merging, docs, options);
	const { winners, losers, gone } = await merging.settle((row) => takeRevision(db, row));
	if (!winners.length) return results;

	const { blobs, uses } = merging;
	const writes: PromiseLike<unknown>[] = [db.records.bulkPut(winners), db.scopes.put(counters)];
	if (losers.length) writes.push(db.revisions.bulkPut(losers));
	if (blobs.size)
		writes.push(
			db.attachments.bulkPut([...blobs].map(([digest, data]) => attachmentRow(db, scope, digest, data)))
		);
	if (uses.length) writes.push(db.attachmentUses.bulkPut(uses));
	await Promise.all(writes);
	await dropRevisions(db, scope, gone);
	return results;
}

/** PouchDB's own merging, which calls back synchronously for each document that changes something. */
function merge(merging: Merging, docs: ParsedDoc[], options: WriteOptions): WriteResult[] {
	const { newEdits, wasDelete, autoCompaction, revsLimit } = options;
	const results: WriteResult[] = new Array(docs.length);
	processDocs(
		revsLimit,
		docs,
		undefined,
		merging.metadata,
		undefined,
		results,
		(doc, rev, deleted, _newRevDeleted, isUpdate, countDelta, index, done) => {
			const { id, rev: written } = doc.metadata;
			merging.take(doc, { rev, deleted }, countDelta, {
				compact: isUpdate && autoCompaction,
				local: newEdits,
				asked: docs[index] ?? doc
			});
			results[index] = { ok: true, id, rev: written };
			done();
		},
		// The mere presence of `was_delete` has a meaning.
		wasDelete ? { new_edits: newEdits, was_delete: true } : { new_edits: newEdits }
	);
	return results;
}

/** A loser becomes the winner again: its body moves into the row, because the winner lies once. */
async function takeRevision(db: DeviceDatabase, row: RecordRow): Promise<StoredContent> {
	const key: [Scope, string, string] = [row.scope, row.id, row.rev];
	const revision = await db.revisions.get(key);
	if (revision) await db.revisions.delete(key);
	return revision ? revisionContent(revision) : { body: {}, columns: {} };
}

export function revisionContent({ id, body, columns, attachments }: RevisionRow): StoredContent {
	return {
		body,
		columns: columns ?? (isSealed(body) ? {} : indexColumns(id, body, false)),
		...(attachments && { attachments })
	};
}

const attachmentRow = (db: DeviceDatabase, scope: Scope, digest: string, data: Blob): AttachmentRow => ({
	scope,
	digest,
	data,
	...(db.sealing !== 'plain' && { sealed: true })
});

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
