import { groupBy } from '../group-by';
import type { Scope } from '../org/scopes';
import type { DeviceDatabase } from './database';
import type { RecordRow } from './rows';

/** From this many ids on, one look at what lies between them pays. */
const MANY = 32;

/**
 * The rows of these documents, by id. A page of a first load meets an empty range: one request for the keys in it
 * instead of a thousand for rows that do not exist. Ids lie in the order of time, so that holds for a page of several
 * types too, as long as each is asked for by itself.
 */
export async function storedRows(
	db: DeviceDatabase,
	scope: Scope,
	ids: readonly string[]
): Promise<Map<string, RecordRow>> {
	const asked = (await Promise.all(groupsOf(ids).map((group) => present(db, scope, group)))).flat();
	if (!asked.length) return new Map();
	const rows = await db.records.bulkGet(asked.map((id): [Scope, string] => [scope, id]));
	return new Map(rows.flatMap((row) => (row ? [[row.id, row]] : [])));
}

/** Ids in their order, those of a type together: what lies between two types is nobody's. */
function groupsOf(ids: readonly string[]): (readonly string[])[] {
	if (ids.length < MANY) return [ids];
	return [...groupBy([...ids].sort(), (id) => id.slice(0, id.indexOf(':') + 1)).values()];
}

/** Those of the ids that are stored; all of them when too much else lies between the first and the last. */
async function present(db: DeviceDatabase, scope: Scope, ids: readonly string[]): Promise<readonly string[]> {
	if (ids.length < MANY) return ids;
	const limit = 2 * ids.length;
	const keys = await db.records
		.where('[scope+id]')
		.between([scope, ids[0]], [scope, ids.at(-1)], true, true)
		.limit(limit)
		.primaryKeys();
	if (keys.length === limit) return ids;
	const wanted = new Set(ids);
	return keys.flatMap(([, id]) => (wanted.has(id) ? [id] : []));
}
