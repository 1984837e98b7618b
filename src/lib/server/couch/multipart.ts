import { randomBytes } from 'node:crypto';
import { write } from './answer';
import { isNewerThan, MAX_ATTACHMENT, unzip } from './attachments';
import { dropUpload, readBlob, receiveBlob, type Upload } from './blobs';
import type { DatabaseCall } from './database-call';
import { followAttachments } from './document-parts';
import { badRequest } from './errors';
import { isObject, parseJson, type JsonObject } from './json';
import type { AttachmentFacts } from './read-document';
import type { Rev } from './revisions';

interface Part {
	readonly headers: string;
	readonly data: Buffer;
}

const boundary = () => randomBytes(16).toString('hex');

/** A document as `multipart/related`: its JSON, then each attachment's bytes, streamed. */
export async function sendMultipartDocument(
	at: DatabaseCall,
	doc: JsonObject,
	isWanted: (facts: AttachmentFacts) => boolean,
	etag: string
): Promise<void> {
	const mark = boundary();
	const type = `multipart/related; boundary="${mark}"`;
	at.call.response.writeHead(200, { 'cache-control': 'must-revalidate', 'content-type': type, etag });
	if (at.call.method !== 'HEAD') await writeRelated(at, doc, isWanted, mark);
	at.call.response.end();
}

async function writeRelated(
	at: DatabaseCall,
	doc: JsonObject,
	isWanted: (facts: AttachmentFacts) => boolean,
	mark: string
): Promise<void> {
	const following = followAttachments(doc, isWanted);
	await write(at.call, `--${mark}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(doc)}`);
	for (const { name, facts } of following) {
		const headers = [
			`Content-Disposition: attachment; filename="${headerText(name)}"`,
			`Content-Type: ${headerText(facts.content_type)}`,
			`Content-Length: ${facts.length}`
		];
		await write(at.call, `\r\n--${mark}\r\n${headers.join('\r\n')}\r\n\r\n`);
		for (const bytes of readBlob(at.db, facts.digest)) if (!(await write(at.call, bytes))) return;
	}
	await write(at.call, `\r\n--${mark}--`);
}

/** A name or type that a client chose must not end the header line. */
const headerText = (text: string) => text.replace(/[\r\n"]/g, ' ');

export type OpenRev =
	{ readonly doc: JsonObject; readonly history: readonly Rev[] } | { readonly missing: Rev };

/** Leaves as `multipart/mixed`, each with attachments as a `multipart/related` of its own: CouchDB's replicator. */
export async function sendOpenRevs(
	at: DatabaseCall,
	found: readonly OpenRev[],
	since: readonly Rev[]
): Promise<void> {
	const mark = boundary();
	const type = `multipart/mixed; boundary="${mark}"`;
	at.call.response.writeHead(200, { 'cache-control': 'must-revalidate', 'content-type': type });
	for (const one of at.call.method === 'HEAD' ? [] : found) {
		if ('missing' in one) {
			const head = 'Content-Type: application/json; error="true"';
			await write(at.call, `\r\n--${mark}\r\n${head}\r\n\r\n${JSON.stringify(one)}`);
		} else if (one.doc._attachments) {
			const inner = boundary();
			await write(at.call, `\r\n--${mark}\r\nContent-Type: multipart/related; boundary="${inner}"\r\n\r\n`);
			await writeRelated(at, one.doc, (facts) => isNewerThan(facts, since, one.history), inner);
		} else {
			await write(
				at.call,
				`\r\n--${mark}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(one.doc)}`
			);
		}
	}
	at.call.response.end(at.call.method === 'HEAD' ? undefined : `\r\n--${mark}--`);
}

/**
 * Reads a document sent as `multipart/related`: attachments marked `follows` come in order, or by their file name.
 * @throws CouchError 400 when parts are missing or the body is no multipart
 */
export async function readMultipartDocument(
	at: DatabaseCall
): Promise<{ value: JsonObject; uploads: Map<string, Upload> }> {
	const mark = /boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(at.call.header('content-type') ?? '');
	const separator = mark?.[1] ?? mark?.[2];
	if (!separator) throw badRequest('multipart/related needs a boundary');
	const [first, ...rest] = splitParts(await at.call.body(MAX_ATTACHMENT), separator);
	if (!first) throw badRequest('The multipart body has no document.');
	const value = parseJson(first.data);
	if (!isObject(value)) throw badRequest('Document must be a JSON object');
	const listed = isObject(value._attachments) ? Object.entries(value._attachments) : [];
	const following = listed.filter(([, facts]) => isObject(facts) && facts.follows === true);
	const uploads = new Map<string, Upload>();
	try {
		for (const part of rest) {
			const file = /filename="([^"]*)"/i.exec(part.headers)?.[1];
			const [name, facts] =
				following.find(([known]) => known === file) ?? following.find(([known]) => !uploads.has(known)) ?? [];
			if (name === undefined || uploads.has(name))
				throw badRequest('The multipart body has a part too many.');
			const isZipped =
				/^content-encoding:\s*gzip/im.test(part.headers) || (isObject(facts) && facts.encoding === 'gzip');
			uploads.set(
				name,
				await receiveBlob(at.db, once(isZipped ? unzip(part.data) : part.data), MAX_ATTACHMENT)
			);
		}
		if (uploads.size < following.length) throw badRequest('The multipart body lacks an attachment.');
	} catch (error) {
		for (const upload of uploads.values()) dropUpload(at.db, upload.key);
		throw error;
	}
	return { value, uploads };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
	yield bytes;
}

function splitParts(body: Buffer, separator: string): Part[] {
	const parts: Part[] = [];
	const line = Buffer.from(`--${separator}`);
	const next = Buffer.from(`\r\n--${separator}`);
	let at = body.indexOf(line);
	while (at >= 0) {
		const start = at + line.length;
		if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
		const head = body.indexOf('\r\n\r\n', start);
		const end = head < 0 ? -1 : body.indexOf(next, head + 2);
		if (head < 0 || end < 0) throw badRequest('The multipart body is cut short.');
		parts.push({
			headers: body.subarray(start, head).toString('latin1'),
			data: body.subarray(Math.min(head + 4, end), end)
		});
		at = end + 2;
	}
	throw badRequest('The multipart body is cut short.');
}
