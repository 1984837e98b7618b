import { RECORD_TYPES } from '../record-types';
import { indexColumns } from './columns';
import { reading, writing, type DeviceDatabase } from './database';
import type { Opened, RecordRow, RevisionRow } from './rows';
import { openEach } from './sealed-rows';

const SETTING = 'columns';
/** Rows recomputed in one transaction. */
const PAGE = 500;

/** What the rows' columns depend on. Raise a type's `v` when its columns change. */
const known = () => [...RECORD_TYPES.values()].map(({ type, v }) => `${type}@${v}`);

/**
 * Gives stored rows the columns of this app's record types: an older app may have stored a type that it did not know,
 * or knew in another shape. Costs one read when nothing has changed.
 */
export async function refreshColumns(db: DeviceDatabase): Promise<void> {
	const current = known();
	const setting = await db.settings.get(SETTING);
	const before = new Set(setting ? (setting.value as string[]) : []);
	const changed = current.filter((name) => !before.has(name)).map((name) => name.slice(0, name.indexOf('@')));
	if (setting && !changed.length) return;
	for (const scope of await db.scopes.toCollection().primaryKeys())
		for (const type of changed) {
			for (let after: string | undefined = `${type}:`; after !== undefined;)
				after = await refreshPage(db, scope, type, after);
			await refreshLosers(db, scope, type);
		}
	await db.settings.put({ key: SETTING, value: current });
}

/** Recomputes the rows after an id; answers the last id, or nothing at the end. */
async function refreshPage(
	db: DeviceDatabase,
	scope: string,
	type: string,
	after: string
): Promise<string | undefined> {
	const rows = await reading(db, ['records'], () =>
		db.records
			.where('[scope+id]')
			.between([scope, after], [scope, `${type};`], false, false)
			.limit(PAGE)
			.toArray()
	);
	const keys = rows.map(({ id }): [string, string] => [scope, id]);
	const opened = await openEach(db, rows);
	await writing(db, 'relaxed', async () => {
		const now = await db.records.bulkGet(keys);
		await db.records.bulkPut(
			// What was written since has its columns from this app.
			now.flatMap((row, i) => (row && row.rev === opened[i]?.rev ? [refreshed(row, opened[i])] : []))
		);
	});
	return rows.length === PAGE ? rows.at(-1)?.id : undefined;
}

function refreshed(row: RecordRow, { body }: Opened<RecordRow>): RecordRow {
	const { type: _type, subject: _subject, at: _at, place: _place, kind: _kind, ...rest } = row;
	return { ...rest, ...indexColumns(row.id, body, row.deleted === 1) };
}

/** Leaves that lost have theirs beside them, for the day on which they win. There are few. */
async function refreshLosers(db: DeviceDatabase, scope: string, type: string): Promise<void> {
	const keys = await reading(db, ['revisions'], () => losersOf(db, scope, type).primaryKeys());
	if (!keys.length) return;
	const stored = await reading(db, ['revisions'], () => db.revisions.bulkGet(keys));
	const rows = stored.filter((row): row is RevisionRow => row !== undefined);
	const columns = new Map(
		(await openEach(db, rows)).flatMap((row) =>
			row ? [[`${row.id} ${row.rev}`, indexColumns(row.id, row.body, false)] as const] : []
		)
	);
	await writing(db, 'relaxed', async () => {
		const now = await db.revisions.bulkGet(keys);
		await db.revisions.bulkPut(
			now.flatMap((row) =>
				row ? [{ ...row, columns: columns.get(`${row.id} ${row.rev}`) ?? row.columns ?? {} }] : []
			)
		);
	});
}

const losersOf = (db: DeviceDatabase, scope: string, type: string) =>
	db.revisions.where('[scope+id+rev]').between([scope, `${type}:`, ''], [scope, `${type};`, '']);
