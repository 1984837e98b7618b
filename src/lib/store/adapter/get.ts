import { MISSING_DOC, createError } from 'pouchdb-errors';
import { isDeleted, latest, type RevTree } from 'pouchdb-merge';
import { reading } from '../database';
import { metadataOf } from '../revision-writer';
import { readTree, toDocument } from '../rows';
import type { Place } from './api';
import { base64, contentOf } from './content';

export interface GetOptions {
	rev?: string;
	/** Answer the leaf that descends from `rev`. */
	latest?: boolean;
}

/** One revision of a document, the winner unless another is named. Throws PouchDB's "missing". */
export function getDocument(place: Place, id: string, options: GetOptions) {
	const { db, scope } = place;
	return reading(db, ['records', 'revisions'], async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC, 'missing');
		const metadata = metadataOf(row);
		if (!options.rev && row.deleted) throw createError(MISSING_DOC, 'deleted');
		const asked = options.rev ?? row.rev;
		const rev = options.rev && options.latest ? latest(asked, metadata) : asked;
		const content = await contentOf(place, row, rev);
		if (!content) throw createError(MISSING_DOC, 'missing');
		const doc = toDocument(content, id, rev);
		if (isDeleted(metadata, rev)) doc._deleted = true;
		return { doc, metadata };
	});
}

export function getRevisionTree({ db, scope }: Place, id: string): Promise<RevTree> {
	return reading(db, ['records'], async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC);
		return readTree(row);
	});
}

/** The bytes of an attachment: a Blob, or base64. */
export async function getAttachment(
	{ db, scope }: Place,
	digest: string,
	binary: boolean
): Promise<Blob | string> {
	const row = await reading(db, ['attachments'], () => db.attachments.get([scope, digest]));
	if (!row) throw createError(MISSING_DOC, 'missing');
	return binary ? row.data : base64(row.data);
}
