import type { Database, DocRow } from './database';
import type { Json, JsonObject } from './json';
import {
	generationOf,
	hashOf,
	hasRev,
	historyOf,
	isDeletedRev,
	leavesOf,
	type Rev,
	type RevTree
} from './revisions';

/** What is kept of an attachment beside the document; the bytes lie in the blobs by digest. */
export interface AttachmentFacts {
	content_type: string;
	revpos: number;
	/** `md5-<base64>` of the bytes as sent, never of a compressed form. */
	digest: string;
	length: number;
}

export interface ReadOptions {
	readonly revs?: boolean | undefined;
	readonly revsInfo?: boolean | undefined;
	readonly conflicts?: boolean | undefined;
	readonly deletedConflicts?: boolean | undefined;
	readonly localSeq?: boolean | undefined;
}

const trees = new WeakMap<DocRow, RevTree>();

export function treeOf(row: DocRow): RevTree {
	let tree = trees.get(row);
	if (!tree) trees.set(row, (tree = JSON.parse(row.tree) as RevTree));
	return tree;
}

/** `readDocument` as JSON text. The stored body goes out as it lies when nothing has to be put into it. */
export function readDocumentText(
	db: Database,
	row: DocRow,
	rev: Rev = row.winner,
	options: ReadOptions = {}
): string | undefined {
	const isPlain = rev === row.winner && !row.deleted && Object.keys(options).every((name) => name === 'revs');
	const stored = isPlain ? db.revision(row.id, rev) : undefined;
	if (!stored || stored.attachments) {
		const doc = readDocument(db, row, rev, options);
		return doc && JSON.stringify(doc);
	}
	const facts = [`{"_id":${JSON.stringify(row.id)},"_rev":${JSON.stringify(rev)}`];
	if (options.revs) facts.push(`"_revisions":${JSON.stringify(revisionsOf(historyOf(treeOf(row), rev)))}`);
	if (stored.body !== '{}') facts.push(stored.body.slice(1, -1));
	return `${facts.join(',')}}`;
}

/** A stored revision as CouchDB shows it, attachments as stubs; undefined when its body is not kept. */
export function readDocument(
	db: Database,
	row: DocRow,
	rev: Rev = row.winner,
	options: ReadOptions = {}
): JsonObject | undefined {
	const stored = db.revision(row.id, rev);
	// a body can outlive its place in a shortened history
	if (!stored || (rev !== row.winner && !hasRev(treeOf(row), rev))) return undefined;
	const body: JsonObject = JSON.parse(stored.body);
	const doc: JsonObject = { _id: row.id, _rev: rev, ...body };
	const deleted = rev === row.winner ? row.deleted === 1 : isDeletedRev(treeOf(row), rev);
	if (deleted) doc._deleted = true;
	if (stored.attachments) doc._attachments = stubs(JSON.parse(stored.attachments));
	addRevisionFacts(db, row, rev, options, doc);
	return doc;
}

/** The winner of a document that is there and not deleted. */
export function livingDocument(db: Database, id: string): JsonObject | undefined {
	const row = db.row(id);
	return row && !row.deleted ? readDocument(db, row) : undefined;
}

function addRevisionFacts(db: Database, row: DocRow, rev: Rev, options: ReadOptions, doc: JsonObject): void {
	if (options.localSeq) doc._local_seq = row.seq;
	if (!(options.revs || options.revsInfo || options.conflicts || options.deletedConflicts)) return;
	const tree = treeOf(row);
	if (options.revs) doc._revisions = revisionsOf(historyOf(tree, rev));
	if (options.revsInfo) {
		doc._revs_info = historyOf(tree, rev).map((known) => ({
			rev: known,
			status: statusOf(db, row.id, tree, known)
		}));
	}
	const losers = leavesOf(tree).filter((leaf) => leaf.rev !== rev);
	const conflicts = losers.filter((leaf) => !leaf.deleted).map((leaf) => leaf.rev);
	if (options.conflicts && conflicts.length) doc._conflicts = conflicts;
	const deleted = losers.filter((leaf) => leaf.deleted).map((leaf) => leaf.rev);
	if (options.deletedConflicts && deleted.length) doc._deleted_conflicts = deleted;
}

/** @param history newest first */
export function revisionsOf(history: readonly Rev[]): JsonObject {
	return { start: generationOf(history[0] ?? '0'), ids: history.map(hashOf) };
}

function statusOf(db: Database, id: string, tree: RevTree, rev: Rev): string {
	if (!db.revision(id, rev)) return 'missing';
	return isDeletedRev(tree, rev) ? 'deleted' : 'available';
}

function stubs(attachments: Record<string, AttachmentFacts>): JsonObject {
	const all: [string, Json][] = Object.entries(attachments).map(([name, facts]) => [
		name,
		{ ...facts, stub: true }
	]);
	return Object.fromEntries(all);
}
