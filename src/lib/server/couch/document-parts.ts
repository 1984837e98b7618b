import { wholeBlob } from './blobs';
import type { Database, DocRow } from './database';
import { isObject, type JsonObject } from './json';
import { readDocument, type AttachmentFacts, type ReadOptions } from './read-document';
import type { Rev } from './revisions';

const attachmentsOf = (doc: JsonObject): [string, AttachmentFacts & JsonObject][] =>
	isObject(doc._attachments)
		? (Object.entries(doc._attachments) as unknown as [string, AttachmentFacts & JsonObject][])
		: [];

/** Puts the bytes of the wanted attachments into the document, as base64. */
export function inlineAttachments(
	db: Database,
	doc: JsonObject,
	isWanted: (facts: AttachmentFacts) => boolean
): void {
	for (const [, facts] of attachmentsOf(doc)) {
		if (!isWanted(facts)) continue;
		const rest = facts as JsonObject;
		rest.data = wholeBlob(db, facts.digest).toString('base64');
		delete rest.stub;
		delete rest.length;
	}
}

/** `readDocument` as JSON text, with the bytes of its attachments. */
export function wholeDocumentText(
	db: Database,
	row: DocRow,
	rev: Rev,
	options: ReadOptions
): string | undefined {
	const doc = readDocument(db, row, rev, options);
	if (doc) inlineAttachments(db, doc, () => true);
	return doc && JSON.stringify(doc);
}

/** Marks the wanted attachments as following, for multipart; returns them in the order in which they must follow. */
export function followAttachments(
	doc: JsonObject,
	isWanted: (facts: AttachmentFacts) => boolean
): { name: string; facts: AttachmentFacts }[] {
	const following = [];
	for (const [name, facts] of attachmentsOf(doc)) {
		if (!isWanted(facts)) continue;
		const rest = facts as JsonObject;
		delete rest.stub;
		rest.follows = true;
		following.push({ name, facts });
	}
	return following;
}
