import { blobOrBufferToBase64 } from 'pouchdb-binary-utils';
import { rootToLeaf, type RevTree } from 'pouchdb-merge';
import type { Content, RecordRow } from '../rows';
import type { Place } from './api';

/** The body of any revision that is still here. Inside a transaction. */
export async function contentOf(
	{ db, scope }: Place,
	row: RecordRow,
	rev: string
): Promise<Content | undefined> {
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

/**
 * Puts the bytes into a document's attachments. Reads inside the transaction; the returned function, to be called
 * after it, makes base64 of them when that is asked for: reading a blob would outlast the transaction.
 */
export async function readAttachments(
	{ db, scope }: Place,
	doc: WithAttachments,
	binary: boolean
): Promise<() => Promise<void>> {
	const attachments = doc._attachments ?? {};
	const names = Object.keys(attachments);
	const rows = await db.attachments.bulkGet(
		names.map((name): [string, string] => [scope, attachments[name]?.digest ?? ''])
	);
	return async () => {
		for (const [i, name] of names.entries()) {
			const { digest = '', content_type, revpos } = attachments[name] ?? {};
			const blob = rows[i]?.data;
			attachments[name] = { digest, content_type, revpos };
			if (blob) attachments[name].data = binary ? blob : await base64(blob);
		}
	};
}

export const base64 = (blob: Blob): Promise<string> =>
	new Promise((resolve) => blobOrBufferToBase64(blob, resolve));
