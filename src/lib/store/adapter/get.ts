import { MISSING_DOC, createError } from 'pouchdb-errors';
import { isDeleted, latest, type RevTree } from 'pouchdb-merge';
import { reading } from '../database';
import { metadataOf } from '../merging';
import { readTree, toDocument } from '../rows';
import { openAttachment, openRows } from '../sealed-rows';
import type { Place } from './api';
import { attachmentsOf, base64, contentOf, type Attachments } from './content';

export interface GetOptions {
	rev?: string;
	/** Answer the leaf that descends from `rev`. */
	latest?: boolean;
}

/** One revision of a document, the winner unless another is named. Throws PouchDB's "missing". */
export async function getDocument(place: Place, id: string, options: GetOptions) {
	const { db, scope } = place;
	const { found, rev, metadata, ctx } = await reading(
		db,
		['records', 'revisions', 'attachments'],
		async () => {
			const row = await db.records.get([scope, id]);
			if (!row) throw createError(MISSING_DOC, 'missing');
			const metadata = metadataOf(row);
			if (!options.rev && row.deleted) throw createError(MISSING_DOC, 'deleted');
			const asked = options.rev ?? row.rev;
			const rev = options.rev && options.latest ? latest(asked, metadata) : asked;
			const found = await contentOf(place, row, rev);
			if (!found) throw createError(MISSING_DOC, 'missing');
			// In the same transaction: an edit may compact this revision and drop its attachments before they are asked for.
			return { found, rev, metadata, ctx: await attachmentsOf(place, [found]) };
		}
	);
	const [content] = await openRows(db, [found]);
	if (!content) throw createError(MISSING_DOC, 'missing');
	const doc = toDocument(content, id, rev);
	if (isDeleted(metadata, rev)) doc._deleted = true;
	return { doc, metadata, ctx };
}

export function getRevisionTree({ db, scope }: Place, id: string): Promise<RevTree> {
	return reading(db, ['records'], async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC);
		return readTree(row);
	});
}

/** The bytes of an attachment that came with `getDocument`: a Blob, or base64. */
export async function getAttachment(
	{ db }: Place,
	attachments: Attachments,
	digest: string,
	binary: boolean
): Promise<Blob | string> {
	const row = attachments.get(digest);
	if (!row) throw createError(MISSING_DOC, 'missing');
	const blob = await openAttachment(db, row);
	return binary ? blob : base64(blob);
}
