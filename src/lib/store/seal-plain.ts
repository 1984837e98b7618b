import type { IndexableType, Table } from 'dexie';
import { indexColumns } from './columns';
import { reading, writing, type DeviceDatabase } from './database';
import type { AttachmentRow, RecordRow, RevisionRow } from './rows';
import { isSealed, placeOf, sealBody, sealingOf } from './sealed-rows';
import { SealBrokenError } from './sealing';

/*
 * The first unlock of a database that an older app stored plain. Each row is sealed as it stands: revision, tree,
 * sequence and unsent marks are not touched, so nothing that waits to be sent can go missing (N2). Killed in the middle,
 * it goes on at the next unlock.
 */

/** Its value is sealed: whoever opens it has this database's key. Written when nothing is plain any more. */
const SETTING = 'sealed';
const CHECK = 'linli';
/** Rows sealed in one transaction. */
const PAGE = 500;

/** What a setting belongs to. */
export const settingPlace = (key: string) => `setting/${key}`;

/**
 * Makes sure that everything in this database is sealed, with this key.
 * @throws {SealBrokenError} when it is sealed with another key; nothing is changed then
 */
export async function sealPlainRows(db: DeviceDatabase): Promise<void> {
	const sealing = sealingOf(db);
	if (sealing === 'plain') return;
	const check = (await db.settings.get(SETTING))?.value;
	if (isSealed(check)) {
		if ((await sealing.open(check, settingPlace(SETTING))) !== CHECK) throw new SealBrokenError(db.name);
		return;
	}
	await sealTable(db, db.records, 'records', async (row: RecordRow) =>
		isSealed(row.body) ? undefined : { body: await sealBody(db, row.scope, row.id, row.body) }
	);
	await sealTable(db, db.revisions, 'revisions', async (row: RevisionRow) =>
		isSealed(row.body)
			? undefined
			: {
					columns: row.columns ?? indexColumns(row.id, row.body, false),
					body: await sealBody(db, row.scope, row.id, row.body)
				}
	);
	await sealTable(db, db.attachments, 'attachments', async (row: AttachmentRow) => {
		if (row.sealed) return undefined;
		const bytes = new Uint8Array(await row.data.arrayBuffer());
		const sealed = await sealing.sealBytes(bytes, placeOf(row.scope, row.digest));
		return { sealed: true as const, data: new Blob([sealed], { type: row.data.type }) };
	});
	for (const { key, value } of await db.settings.toArray())
		if (value !== undefined && !isSealed(value) && !PLAIN_SETTINGS.has(key))
			await db.settings.put({ key, value: await sealing.seal(value, settingPlace(key)) });
	await db.settings.put({ key: SETTING, value: await sealing.seal(CHECK, settingPlace(SETTING)) });
}

/** What the store itself notes; nothing of it is about anybody. */
const PLAIN_SETTINGS: ReadonlySet<string> = new Set(['columns', SETTING]);

/** Seals a table page by page. @param seal what of a row becomes sealed; nothing for one that is */
async function sealTable<R extends object, K extends IndexableType>(
	db: DeviceDatabase,
	table: Table<R, K>,
	name: 'records' | 'revisions' | 'attachments',
	seal: (row: R) => Promise<Partial<R> | undefined>
): Promise<void> {
	const keys = await reading(db, [name], () => table.toCollection().primaryKeys());
	for (let from = 0; from < keys.length; from += PAGE) {
		const page = keys.slice(from, from + PAGE);
		const rows = await reading(db, [name], () => table.bulkGet(page));
		const sealed = await Promise.all(rows.map((row) => row && seal(row)));
		await writing(db, 'relaxed', async () => {
			const now = await table.bulkGet(page);
			await table.bulkPut(
				now.flatMap((row, i) => {
					const part = sealed[i];
					// What was written since was sealed then; what was acknowledged since must stay acknowledged.
					return row && part && revOf(row) === revOf(rows[i]) ? [{ ...row, ...part }] : [];
				})
			);
		});
	}
}

const revOf = (row: object | undefined) => (row as { rev?: string } | undefined)?.rev;
