import type { Doc } from '../record';
import { RECORD_TYPES } from '../record-types';
import type { Body, IndexColumns } from './rows';

const COLUMNS = ['subject', 'at', 'place', 'kind'] as const;

/**
 * What queries find a record by. Empty for what no list shows: deleted and voided records, documents without a type.
 * A record of a type that only a newer app knows is listed by its type alone. Profiles have no time: their lists
 * stand in the order of their ids.
 */
export function indexColumns(id: string, body: Body, deleted: boolean): IndexColumns {
	const { type } = body;
	if (deleted || body.voided === true || typeof type !== 'string') return {};
	const columns: IndexColumns = { type, at: '' };
	const recordType = RECORD_TYPES.get(type);
	if (!recordType) return columns;
	const declared = declaredColumns(() => recordType.columns({ ...body, _id: id } as unknown as Doc));
	for (const name of COLUMNS) {
		const value = declared[name];
		if (typeof value === 'string') columns[name] = value;
	}
	if (recordType.nature === 'profile') columns.at = '';
	return columns;
}

/** A malformed record from elsewhere must neither stop a page of a thousand nor vanish: it loses its columns only. */
function declaredColumns(read: () => IndexColumns): IndexColumns {
	try {
		return read();
	} catch {
		return {};
	}
}
