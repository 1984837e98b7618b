import { RECORD_TYPES } from '../record-types';
import { indexColumns } from './columns';
import { writing, type DeviceDatabase } from './database';

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
		for (const type of changed)
			for (let after: string | undefined = `${type}:`; after !== undefined;)
				after = await refreshPage(db, scope, type, after);
	await db.settings.put({ key: SETTING, value: current });
}

/** Recomputes the rows after an id; answers the last id, or nothing at the end. */
function refreshPage(
	db: DeviceDatabase,
	scope: string,
	type: string,
	after: string
): Promise<string | undefined> {
	return writing(db, 'relaxed', async () => {
		const rows = await db.records
			.where('[scope+id]')
			.between([scope, after], [scope, `${type};`], false, false)
			.limit(PAGE)
			.toArray();
		await db.records.bulkPut(
			rows.map(({ type: _type, subject: _subject, at: _at, place: _place, kind: _kind, ...row }) => ({
				...row,
				...indexColumns(row.id, row.body, row.deleted === 1)
			}))
		);
		return rows.length === PAGE ? rows.at(-1)?.id : undefined;
	});
}
