import { randomUUID } from 'node:crypto';
import { planAttachments, type AttachmentPlan } from './attachments';
import { putBlob, settleUpload } from './blobs';
import type { Database } from './database';
import { conflict } from './errors';
import { isDesignId, type Incoming } from './incoming';
import type { JsonObject } from './json';
import { readDocument, revisionsOf, treeOf } from './read-document';
import * as revisions from './revisions';
import type { Rev, RevTree } from './revisions';

/** A write worked out against what is stored now. It holds only while the document's row has not moved. */
export interface WritePlan {
	readonly id: string;
	readonly rev: Rev;
	readonly deleted: boolean;
	readonly bodyText: string;
	readonly attachments: AttachmentPlan;
	/** New revision first. */
	readonly history: readonly Rev[];
	readonly tree: RevTree;
	/** `seq` of the row this was worked out against; 0 for a new document. */
	readonly basedOn: number;
	/** The revision is stored already: nothing to do. */
	readonly known: boolean;
	/** What a validation function sees: the new document and its stored ancestor. */
	readonly newDoc: JsonObject;
	readonly oldDoc: JsonObject | null;
}

/**
 * @param newEdits true: the server makes the revision and refuses conflicts. False: a replicator brings its own
 * @throws CouchError 400, 409, 412
 */
export function planWrite(db: Database, doc: Incoming, newEdits: boolean): WritePlan {
	const id = doc.id ?? randomUUID().replaceAll('-', '');
	const row = db.row(id);
	const tree = row ? treeOf(row) : [];
	const ancestors = newEdits
		? parentOf(doc, row?.winner, row?.deleted === 1, tree)
		: replicatedHistory(doc).slice(1);
	const given = newEdits ? undefined : replicatedHistory(doc)[0];
	const parent = ancestors[0];
	const generation = given ? revisions.generationOf(given) : parent ? revisions.generationOf(parent) + 1 : 1;
	const stored = row ? ancestors.find((rev) => db.revision(id, rev)) : undefined;
	const oldDoc = row && stored ? (readDocument(db, row, stored, { revs: true }) ?? null) : null;
	const oldAttachments = stored ? db.revision(id, stored)?.attachments : null;
	const known = given !== undefined && revisions.hasRev(tree, given);
	const attachments = known
		? { facts: null, bytes: [], uploads: [...doc.uploads.values()] }
		: planAttachments(doc, id, given, generation, oldAttachments ? JSON.parse(oldAttachments) : {});
	const digests = Object.entries(attachments.facts ?? {}).map(([name, facts]) => [name, facts.digest]);
	const rev = given ?? revisions.newRevision(parent, doc.deleted, doc.body, digests);
	if (newEdits && revisions.hasRev(tree, rev)) throw conflict();
	const history = [rev, ...ancestors];
	// CouchDB's functions see the parent's revision in an edit, the document's own in a replicated write
	const isRecreated = newEdits && doc.rev === undefined && oldDoc?._deleted === true;
	const shown = given ? history : isRecreated ? [] : ancestors;
	const newDoc: JsonObject = { _id: id, ...(shown[0] ? { _rev: shown[0] } : {}), ...doc.body };
	if (doc.deleted) newDoc._deleted = true;
	if (shown.length) newDoc._revisions = revisionsOf(given ? history : shown.slice(0, 1));
	if (attachments.facts) {
		const stubs = Object.entries(attachments.facts).map(([name, facts]) => [name, { ...facts, stub: true }]);
		newDoc._attachments = Object.fromEntries(stubs);
	}
	return {
		...{ id, rev, deleted: doc.deleted, bodyText: doc.bodyText, attachments, history, tree, known, newDoc },
		basedOn: row?.seq ?? 0,
		oldDoc: isRecreated ? null : oldDoc
	};
}

/** The history an edit continues: its `_rev`, or the tombstone that it replaces. */
function parentOf(doc: Incoming, winner: Rev | undefined, isDeleted: boolean, tree: RevTree): Rev[] {
	const rev = doc.rev ?? doc.history?.[0];
	if (rev === undefined) {
		if (winner === undefined) return [];
		if (!isDeleted) throw conflict();
		return revisions.historyOf(tree, winner);
	}
	if (!revisions.leavesOf(tree).some((leaf) => leaf.rev === rev)) throw conflict();
	return revisions.historyOf(tree, rev);
}

function replicatedHistory(doc: Incoming): readonly Rev[] {
	if (doc.history) return doc.history;
	return doc.rev === undefined ? [] : [doc.rev];
}

/** Inside `commit` only. Returns false when the document moved since the plan was made. */
export function applyPlan(db: Database, plan: WritePlan): boolean {
	if ((db.row(plan.id)?.seq ?? 0) !== plan.basedOn) return false;
	for (const bytes of plan.attachments.bytes) putBlob(db, bytes);
	for (const upload of plan.attachments.uploads) settleUpload(db, upload);
	if (plan.known) return true;
	const tree = revisions.graft(plan.tree, plan.history, plan.deleted, db.revsLimit);
	const winner = revisions.winnerOf(tree);
	const { facts } = plan.attachments;
	db.run('INSERT OR REPLACE INTO revs VALUES (?, ?, ?, ?)', [
		...[plan.id, plan.rev, plan.bodyText, facts && JSON.stringify(facts)]
	]);
	db.putRow(plan.id, winner, revisions.isDeletedRev(tree, winner), tree);
	if (isDesignId(plan.id)) db.designVersion++;
	return true;
}
