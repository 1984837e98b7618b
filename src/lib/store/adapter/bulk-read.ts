import { MISSING_DOC, createError } from 'pouchdb-errors';
import { isDeleted, latest, revExists, traverseRevTree } from 'pouchdb-merge';
import { reading } from '../database';
import { metadataOf } from '../merging';
import { readTree, toDocument, type Content, type Opened, type RecordRow, type RevisionRow } from '../rows';
import { openEach } from '../sealed-rows';
import type { Place } from './api';
import { historyOf, stubAttachments, type WithAttachments } from './content';

export type RevsDiffRequest = Record<string, string[]>;
export type RevsDiff = Record<string, { missing: string[] }>;

/**
 * Which of the asked revisions are not known here, as CouchDB answers it; one bulk read instead of PouchDB's one
 * transaction a document. An ancestor whose body was compacted is known: what descends from it is here. (PouchDB's own
 * answer would fetch it again after every local edit, and fail when the other side compacts it meanwhile.)
 */
export async function revsDiff({ db, scope }: Place, asked: RevsDiffRequest): Promise<RevsDiff> {
	const ids = Object.keys(asked);
	const rows = await reading(db, ['records'], () =>
		db.records.bulkGet(ids.map((id): [string, string] => [scope, id]))
	);
	const diff: RevsDiff = {};
	ids.forEach((id, i) => {
		const row = rows[i];
		const known = new Set<string>();
		if (row)
			traverseRevTree(readTree(row), (isLeaf, pos, hash, _context, { status }) => {
				if (!isLeaf || status === 'available') known.add(`${pos}-${hash}`);
			});
		const missing = (asked[id] ?? []).filter((rev) => !known.has(rev));
		if (missing.length) diff[id] = { missing };
	});
	return diff;
}

export interface BulkGetOptions {
	docs: { id: string; rev?: string }[];
	/** Add `_revisions`. */
	revs?: boolean;
	/** Answer the leaf that descends from the asked revision. */
	latest?: boolean;
	attachments?: boolean;
}
type Found = { ok: WithAttachments } | { missing: string } | { error: unknown };
export interface BulkGetResult {
	results: { id: string; docs: Found[] }[];
}

/** `bulkGet` without attachments' bytes: two bulk reads however many documents are asked for. */
export async function bulkGet({ db, scope }: Place, options: BulkGetOptions): Promise<BulkGetResult> {
	const { wanted, contents } = await reading(db, ['records', 'revisions'], async () => {
		const ids = [...new Set(options.docs.map(({ id }) => id))];
		const found = await db.records.bulkGet(ids.map((id): [string, string] => [scope, id]));
		const rows = new Map(ids.map((id, i) => [id, found[i]]));
		// PouchDB answers document by document, in the order in which each is first asked for.
		const asked = ids.flatMap((id) => options.docs.filter((request) => request.id === id));
		const wanted = (asked.length === options.docs.length ? asked : options.docs).map(({ id, rev }) =>
			resolve(rows.get(id), id, rev, options.latest === true)
		);
		const elsewhere = wanted.filter((want) => want.rev !== undefined && want.rev !== want.row.rev);
		const revisions = await db.revisions.bulkGet(
			elsewhere.map((want): [string, string, string] => [scope, want.id, want.rev as string])
		);
		return { wanted, contents: new Map(elsewhere.map((want, i) => [want, revisions[i]])) };
	});
	const rows = wanted.flatMap((want) =>
		want.rev === undefined ? [] : ((want.rev === want.row.rev ? want.row : contents.get(want)) ?? [])
	);
	const closed = [...new Set(rows)];
	const opened = await openEach(db, closed);
	const broken = new Set<object>(closed.filter((_, i) => !opened[i]));
	return {
		results: wanted.map((want) => ({
			id: want.id,
			docs: [
				want.rev === undefined
					? want.answer
					: broken.has(contents.get(want) ?? want.row)
						? // Not an error: PouchDB's replication would end with it, and never send what comes after.
							{ missing: want.asked }
						: present(want, contents.get(want) as Opened<RevisionRow> | undefined, options.revs === true)
			]
		}))
	};
}

type Want =
	| { readonly id: string; readonly rev?: undefined; readonly answer: Found }
	| { readonly id: string; readonly rev: string; readonly asked: string; readonly row: RecordRow };

function resolve(row: RecordRow | undefined, id: string, asked: string | undefined, newest: boolean): Want {
	if (asked === undefined) {
		if (row && !row.deleted) return { id, rev: row.rev, asked: row.rev, row };
		return { id, answer: { error: createError(MISSING_DOC, row ? 'deleted' : 'missing') } };
	}
	if (!row || !revExists(readTree(row), asked)) return { id, answer: { missing: asked } };
	return { id, rev: newest ? latest(asked, metadataOf(row)) : asked, asked, row };
}

function present(want: Extract<Want, { rev: string }>, other: Content | undefined, revs: boolean): Found {
	const { id, rev, row } = want;
	const content = rev === row.rev ? (row as Opened<RecordRow>) : other;
	if (!content) return { missing: want.asked };
	// The same row can be asked for twice, and toDocument takes over what it is given.
	const doc: WithAttachments = toDocument({ ...content, body: { ...content.body } }, id, rev);
	const tree = readTree(row);
	if (isDeleted({ rev_tree: tree }, rev)) doc._deleted = true;
	if (revs) doc._revisions = historyOf(tree, rev);
	stubAttachments(doc);
	return { ok: doc };
}
