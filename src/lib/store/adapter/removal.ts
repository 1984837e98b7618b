import { Dexie } from 'dexie';
import { FORBIDDEN, MISSING_DOC, createError } from 'pouchdb-errors';
import { isDeleted, removeLeafFromTree, traverseRevTree, winningRev } from 'pouchdb-merge';
import { dropRevisions } from '../attachment-uses';
import { writing } from '../database';
import { inConflict, onlyLeaves } from '../revision-tree';
import { revisionContent } from '../revision-writer';
import { columnsOf, readTree, writeTree, type RecordRow } from '../rows';
import { countRows, scopeRow } from '../scope-row';
import { withWaiting } from '../waiting';
import { RECORD_TABLES } from '../writers';
import type { Place } from './api';

/** Drops the bodies of these ancestors; what the tree knows of them stays. */
export function compactDocument({ db, scope }: Place, id: string, revs: readonly string[]): Promise<void> {
	return writing(db, 'relaxed', async () => {
		const row = await db.records.get([scope, id]);
		if (!row) return;
		const tree = readTree(row);
		const gone: string[] = [];
		traverseRevTree(tree, (isLeaf, pos, hash, _context, status) => {
			// Listed by the caller before this transaction: what has become a leaf since, by a purge, is kept.
			if (isLeaf || !revs.includes(`${pos}-${hash}`)) return;
			status.status = 'missing';
			gone.push(`${pos}-${hash}`);
		});
		await db.records.put({ ...row, tree: writeTree(tree) });
		await dropRevisions(
			db,
			scope,
			gone.map((rev) => ({ id, rev }))
		);
	});
}

export interface Purged {
	ok: true;
	deletedRevs: string[];
	documentWasRemovedCompletely: boolean;
}

const unsentKept = (what: string) =>
	createError(FORBIDDEN, `${what} holds unsent records: nothing was deleted`);

/**
 * Forgets a leaf and the ancestors that nothing else needs, as if they had never been.
 * @param path revisions from the branching point to the leaf
 * @throws FORBIDDEN when the leaf is unsent and `keepUnsent` is set (N2)
 */
export function purge(place: Place, id: string, path: string[], keepUnsent: boolean): Promise<Purged> {
	const { db, scope } = place;
	return writing(db, 'relaxed', async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC);
		if (keepUnsent && row.waiting?.some((rev) => path.includes(rev))) throw unsentKept(id);
		const gone = path.map((rev) => ({ id, rev, stored: row }));
		let tree = readTree(row);
		for (const rev of path) tree = removeLeafFromTree(tree, rev);
		const counters = await scopeRow(db, scope);
		if (!tree.length) {
			await db.records.delete([scope, id]);
			if (!row.deleted) counters.count--;
			countRows(counters, -1);
			await db.scopes.put(counters);
			await dropRevisions(db, scope, gone);
			return { ok: true, deletedRevs: path, documentWasRemovedCompletely: true };
		}
		const next = await withTree(place, row, tree);
		counters.count += row.deleted - next.deleted;
		await Promise.all([db.records.put(next), db.scopes.put(counters)]);
		await dropRevisions(db, scope, gone);
		return { ok: true, deletedRevs: path, documentWasRemovedCompletely: false };
	});
}

/** The row as the shorter tree makes it: another winner may move in. */
async function withTree(place: Place, row: RecordRow, tree: ReturnType<typeof readTree>): Promise<RecordRow> {
	const { db } = place;
	const { scope, id, seq } = row;
	const rev = winningRev({ rev_tree: tree });
	const stays = rev === row.rev;
	const revision = stays ? undefined : await db.revisions.get([scope, id, rev]);
	const content = stays ? { ...row, columns: columnsOf(row) } : revision && revisionContent(revision);
	if (!stays) await db.revisions.delete([scope, id, rev]);
	const deleted = isDeleted({ rev_tree: tree }, rev) ? 1 : 0;
	const next: RecordRow = {
		scope,
		id,
		seq,
		rev,
		tree: writeTree(tree),
		deleted,
		body: content?.body ?? {},
		...(deleted ? {} : content?.columns)
	};
	if (content?.attachments) next.attachments = content.attachments;
	if (inConflict(tree)) next.conflicted = 1;
	return withWaiting(next, onlyLeaves(row.waiting ?? [], tree));
}

/**
 * Deletes everything of a scope from this device.
 * @throws FORBIDDEN when something is unsent and `keepUnsent` is set (N2)
 */
export function destroyScope({ db, scope }: Place, keepUnsent: boolean): Promise<void> {
	return writing(
		db,
		'relaxed',
		async () => {
			if (keepUnsent && (await db.records.where({ scope, unsent: 1 }).count())) throw unsentKept(scope);
			const { minKey, maxKey } = Dexie;
			await Promise.all([
				db.records.where('[scope+id]').between([scope, minKey], [scope, maxKey]).delete(),
				db.revisions
					.where('[scope+id+rev]')
					.between([scope, minKey, minKey], [scope, maxKey, maxKey])
					.delete(),
				db.attachments.where('[scope+digest]').between([scope, minKey], [scope, maxKey]).delete(),
				db.attachmentUses
					.where('[scope+digest+id+rev]')
					.between([scope, minKey, minKey, minKey], [scope, maxKey, maxKey, maxKey])
					.delete(),
				db.locals.where('[scope+id]').between([scope, minKey], [scope, maxKey]).delete(),
				db.scopes.delete(scope)
			]);
		},
		RECORD_TABLES
	);
}
