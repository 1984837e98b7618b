import { blobOrBufferToBase64 } from 'pouchdb-binary-utils';
import { rootToLeaf, type RevTree } from 'pouchdb-merge';
import type { AttachmentRow, RecordRow, RevisionRow } from '../rows';
import { openAttachment } from '../sealed-rows';
import type { Place } from './api';

/** The row that holds the body of this revision, if it is still here; not opened. Inside a transaction. */
export async function contentOf(
	{ db, scope }: Place,
	row: RecordRow,
	rev: string
): Promise<RecordRow | RevisionRow | undefined> {
	return row.rev === rev ? row : db.revisions.get([scope, row.id, rev]);
}

export interface Revisions {
	start: number;
	ids: string[];
}

/** `_revisions` of a document: the hashes from this revision back to the first known one. */
export function historyOf(tree: RevTree, rev: string): Revisions {
	const dash = rev.indexOf('-');
	const start = parseInt(rev.slice(0, dash), 10);
	const hash = rev.slice(dash + 1);
	for (const { pos, ids } of rootToLeaf(tree)) {
		if (ids[start - pos]?.id !== hash) continue;
		const path = ids.slice(0, start - pos + 1).reverse();
		return { start, ids: path.map(({ id }) => id) };
	}
	throw new Error(`Revision ${rev} is not in its own tree`);
}

interface Attachment {
	digest: string;
	content_type?: string;
	revpos?: number;
	data?: Blob | string;
	stub?: boolean;
}
export type WithAttachments = Record<string, unknown> & { _attachments?: Record<string, Attachment> };

/** Marks the attachments of a document as left out. */
export function stubAttachments(doc: WithAttachments) {
	for (const attachment of Object.values(doc._attachments ?? {})) attachment.stub = true;
}

/** Stored attachments by digest. */
export type Attachments = ReadonlyMap<string, AttachmentRow>;

/** The attachments that these contents name. Inside a transaction: reading their bytes would outlast it. */
export async function attachmentsOf(
	{ db, scope }: Place,
	contents: readonly (Pick<RecordRow, 'attachments'> | undefined)[]
): Promise<Attachments> {
	const digests = contents.flatMap((content) =>
		Object.values(content?.attachments ?? {}).map(({ digest }) => digest)
	);
	if (!digests.length) return new Map();
	const keys = [...new Set(digests)].map((digest): [string, string] => [scope, digest]);
	const rows = await db.attachments.bulkGet(keys);
	return new Map(rows.flatMap((row) => (row ? [[row.digest, row]] : [])));
}

/** Puts the bytes into a document's attachments: a Blob, or base64. After the transaction. */
export async function fillAttachments(
	{ db }: Place,
	doc: WithAttachments,
	rows: Attachments,
	binary: boolean
): Promise<void> {
	const attachments = doc._attachments ?? {};
	for (const [name, { digest, content_type, revpos }] of Object.entries(attachments)) {
		const row = rows.get(digest);
		attachments[name] = { digest, content_type, revpos };
		if (!row) continue;
		const blob = await openAttachment(db, row);
		attachments[name].data = binary ? blob : await base64(blob);
	}
}

export const base64 = (blob: Blob): Promise<string> =>
	new Promise((resolve) => blobOrBufferToBase64(blob, resolve));
