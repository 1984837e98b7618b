import { MISSING_DOC, createError } from 'pouchdb-errors';
import { isDeleted, latest, type RevTree } from 'pouchdb-merge';
import { reading } from '../database';
import { metadataOf } from '../merging';
import { readTree, toDocument } from '../rows';
import type { Place } from './api';
import { base64, contentOf } from './content';

export interface GetOptions {
	rev?: string;
	/** Answer the leaf that descends from `rev`. */
	latest?: boolean;
}

/** The attachments of one revision by digest: handles, whose bytes are read when somebody asks. */
export type Blobs = ReadonlyMap<string, Blob | undefined>;

/** One revision of a document, the winner unless another is named. Throws PouchDB's "missing". */
export function getDocument(place: Place, id: string, options: GetOptions) {
	const { db, scope } = place;
	return reading(db, ['records', 'revisions', 'attachments'], async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC, 'missing');
		const metadata = metadataOf(row);
		if (!options.rev && row.deleted) throw createError(MISSING_DOC, 'deleted');
		const asked = options.rev ?? row.rev;
		const rev = options.rev && options.latest ? latest(asked, metadata) : asked;
		const content = await contentOf(place, row, rev);
		if (!content) throw createError(MISSING_DOC, 'missing');
		const digests = Object.values(content.attachments ?? {}).map(({ digest }) => digest);
		const blobs = await db.attachments.bulkGet(digests.map((digest): [string, string] => [scope, digest]));
		const doc = toDocument(content, id, rev);
		if (isDeleted(metadata, rev)) doc._deleted = true;
		// In the same transaction: an edit may compact this revision and drop its attachments before they are asked for.
		const ctx: Blobs = new Map(digests.map((digest, i) => [digest, blobs[i]?.data]));
		return { doc, metadata, ctx };
	});
}

export function getRevisionTree({ db, scope }: Place, id: string): Promise<RevTree> {
	return reading(db, ['records'], async () => {
		const row = await db.records.get([scope, id]);
		if (!row) throw createError(MISSING_DOC);
		return readTree(row);
	});
}

/** The bytes of an attachment that came with `getDocument`: a Blob, or base64. */
export async function getAttachment(blobs: Blobs, digest: string, binary: boolean): Promise<Blob | string> {
	const blob = blobs.get(digest);
	if (!blob) throw createError(MISSING_DOC, 'missing');
	return binary ? blob : base64(blob);
}
