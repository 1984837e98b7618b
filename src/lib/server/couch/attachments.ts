import { gunzipSync } from 'node:zlib';
import { digestOf, type Upload } from './blobs';
import { CouchError, badRequest, tooLarge } from './errors';
import type { Incoming } from './incoming';
import type { JsonObject, Json } from './json';
import type { AttachmentFacts } from './read-document';
import { generationOf, type Rev } from './revisions';

/** What a write does to attachments: the facts to store, and the bytes that are new. */
export interface AttachmentPlan {
	readonly facts: Record<string, AttachmentFacts> | null;
	readonly bytes: readonly Buffer[];
	readonly uploads: readonly Upload[];
}

/** Largest attachment, in bytes, inline, multipart or standalone. */
export const MAX_ATTACHMENT = 64 * 1024 * 1024;

/**
 * Settles each attachment of a document: new bytes, an upload, or a stub that the ancestor must have.
 * @param ancestor attachments of the newest stored ancestor
 * @throws CouchError 400 for bad data, 412 for a stub that stands for nothing
 */
export function planAttachments(
	doc: Incoming,
	id: string,
	rev: Rev | undefined,
	generation: number,
	ancestor: Record<string, AttachmentFacts>
): AttachmentPlan {
	const facts: [string, AttachmentFacts][] = [];
	const bytes: Buffer[] = [];
	const uploads: Upload[] = [];
	for (const [name, given] of Object.entries(doc.attachments ?? {})) {
		const source = given as JsonObject;
		const type = typeof source.content_type === 'string' ? source.content_type : 'application/octet-stream';
		const revpos = rev !== undefined && isRevpos(source.revpos, generation) ? source.revpos : generation;
		const upload = doc.uploads.get(name);
		if (upload) {
			uploads.push(upload);
			facts.push([name, { content_type: type, revpos, digest: upload.digest, length: upload.length }]);
		} else if (source.data !== undefined) {
			const sent = Buffer.from(String(source.data), 'base64');
			const data = source.encoding === 'gzip' ? unzip(sent) : sent;
			bytes.push(data);
			facts.push([name, { content_type: type, revpos, digest: digestOf(data), length: data.length }]);
		} else if (source.stub === true) {
			const kept = Object.hasOwn(ancestor, name) ? ancestor[name] : undefined;
			if (!kept) throw new CouchError(412, 'missing_stub', `Invalid attachment stub in ${id} for ${name}`);
			facts.push([name, kept]);
		} else throw badRequest(`Invalid attachment data for ${name}`);
	}
	return { facts: facts.length ? Object.fromEntries(facts) : null, bytes, uploads };
}

const isRevpos = (value: Json | undefined, generation: number): value is number =>
	Number.isInteger(value) && Number(value) >= 0 && Number(value) <= generation;

/** @throws CouchError 400 for what is no gzip, 413 for a bomb */
export function unzip(bytes: Buffer): Buffer {
	try {
		return gunzipSync(bytes, { maxOutputLength: MAX_ATTACHMENT });
	} catch (error) {
		if (error instanceof RangeError) throw tooLarge();
		throw badRequest('Request body is not properly gzipped.');
	}
}

/** Attachments that changed after the newest of the client's revisions; it has the others (`atts_since`). */
export function isNewerThan(facts: AttachmentFacts, since: readonly Rev[], history: readonly Rev[]): boolean {
	const shared = history.find((rev) => since.includes(rev));
	return shared === undefined || facts.revpos > generationOf(shared);
}
