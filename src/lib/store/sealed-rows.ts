import type { ParsedDoc } from 'pouchdb-adapter-utils';
import type { Scope } from '../org/scopes';
import { indexColumns } from './columns';
import type { DeviceDatabase } from './database';
import type { AttachmentRow, Body, Opened, StoredBody, StoredContent } from './rows';
import { SealBrokenError, type Sealed, type Sealer } from './sealing';

/*
 * Bodies and attachments between their documents and their rows. Sealed before the transaction, opened after it. A
 * body that lies plain is read as it is: an older app stored it, or the database is a plain one.
 */

/** What parsed documents will put into rows. */
export type Contents = ReadonlyMap<ParsedDoc, StoredContent>;

export const isSealed = (body: unknown): body is Sealed => body instanceof Uint8Array;

/** What a sealed body belongs to. */
export const placeOf = (scope: Scope, id: string) => `${scope}/${id}`;

/** @throws when the database was opened without a key: then nothing can be read and nothing may be written */
export function sealingOf(db: DeviceDatabase): Sealer | 'plain' {
	if (!db.sealing) throw new Error(`${db.name} is locked`);
	return db.sealing;
}

/** What opens sealed bytes of this database. @throws when it holds some and was opened as a plain one, or locked */
export function openerOf(db: DeviceDatabase): Sealer {
	const sealing = sealingOf(db);
	if (sealing === 'plain') throw new Error(`${db.name} is sealed`);
	return sealing;
}

/** Bodies, columns and attachments of parsed documents, sealed. Puts sealed bytes into the documents' attachments. */
export async function contentsOf(
	db: DeviceDatabase,
	scope: Scope,
	docs: readonly ParsedDoc[]
): Promise<Contents> {
	const sealing = sealingOf(db);
	const plain = docs.map(({ data }): Body => {
		const { _attachments, ...body } = data;
		return body;
	});
	const bodies: readonly StoredBody[] =
		sealing === 'plain'
			? plain
			: await sealing.sealAll(
					plain.map((value, i) => ({ value, place: placeOf(scope, docs[i]?.metadata.id ?? '') }))
				);
	if (sealing !== 'plain') for (const { data } of docs) await sealAttachments(sealing, scope, data);
	return new Map(
		docs.map((doc, i): [ParsedDoc, StoredContent] => {
			const { id } = doc.metadata;
			// As if it were alive: whether it wins as a tombstone is known only in the transaction.
			return [doc, { body: bodies[i] ?? {}, columns: indexColumns(id, plain[i] ?? {}, false) }];
		})
	);
}

/** Seals one body. */
export async function sealBody(
	db: DeviceDatabase,
	scope: Scope,
	id: string,
	body: Body
): Promise<StoredBody> {
	const sealing = sealingOf(db);
	return sealing === 'plain' ? body : sealing.seal(body, placeOf(scope, id));
}

interface ClosedRow {
	scope: Scope;
	id: string;
	body: StoredBody;
}

/**
 * Rows with their bodies opened; they must be fresh from the database and are taken over.
 * @throws {SealBrokenError} when one of them does not open
 */
export async function openRows<R extends ClosedRow>(
	db: DeviceDatabase,
	rows: readonly R[]
): Promise<Opened<R>[]> {
	const opened = await openEach(db, rows);
	return opened.map((row, i) => {
		if (row) return row;
		throw new SealBrokenError(`does not open: ${placeOf(rows[i]?.scope ?? '', rows[i]?.id ?? '')}`);
	});
}

/** As `openRows`, with `undefined` in the place of what does not open: one damaged record leaves the others be. */
export async function openEach<R extends ClosedRow>(
	db: DeviceDatabase,
	rows: readonly R[]
): Promise<(Opened<R> | undefined)[]> {
	const sealed = rows.filter(({ body }) => isSealed(body));
	if (!sealed.length) return rows as unknown as Opened<R>[];
	const bodies = await openerOf(db).openAll(
		sealed.map(({ scope, id, body }) => ({ sealed: body as Sealed, place: placeOf(scope, id) }))
	);
	const broken = new Set<R>();
	sealed.forEach((row, i) => {
		const body = bodies[i];
		if (body !== undefined) row.body = body as Body;
		else broken.add(row);
	});
	for (const row of broken) db.broken.add(row);
	return rows.map((row) => (broken.has(row) ? undefined : (row as unknown as Opened<R>)));
}

async function sealAttachments(sealer: Sealer, scope: Scope, data: ParsedDoc['data']): Promise<void> {
	for (const attachment of Object.values(data._attachments ?? {})) {
		if (attachment.stub || !attachment.data) continue;
		const bytes = new Uint8Array(await attachment.data.arrayBuffer());
		const sealed = await sealer.sealBytes(bytes, placeOf(scope, attachment.digest));
		attachment.data = new Blob([sealed], { type: attachment.data.type });
	}
}

/** The bytes of a stored attachment. */
export async function openAttachment(
	db: DeviceDatabase,
	{ scope, digest, data, sealed }: AttachmentRow
): Promise<Blob> {
	if (!sealed) return data;
	const bytes = await openerOf(db).openBytes(
		new Uint8Array(await data.arrayBuffer()),
		placeOf(scope, digest)
	);
	return new Blob([bytes], { type: data.type });
}
