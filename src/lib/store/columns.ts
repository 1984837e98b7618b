import type { Columns, Doc } from '../record';
import { RECORD_TYPES } from '../record-types';
import { NO_TIME, packId, packTime } from './packing';
import type { Body, IndexColumns } from './rows';

/**
 * What queries find a record by. Empty for what no list shows: deleted and voided records, documents without a type.
 * A record of a type that only a newer app knows is listed by its type alone. Profiles have no time: their lists
 * stand in the order of their ids.
 */
export function indexColumns(id: string, body: Body, deleted: boolean): IndexColumns {
	const { type } = body;
	if (deleted || body.voided === true || typeof type !== 'string') return {};
	const recordType = RECORD_TYPES.get(type);
	if (!recordType) return { type, at: NO_TIME };
	const declared = declaredColumns(() => recordType.columns({ ...body, _id: id } as unknown as Doc));
	return packColumns(type, { ...declared, ...(recordType.nature === 'profile' && { at: '' }) });
}

/** Columns as a type declares them, in the form in which they are stored. */
export function packColumns(type: string, { subject, at, place, kind }: Columns): IndexColumns {
	const columns: IndexColumns = { type, at: typeof at === 'string' ? packTime(at) : NO_TIME };
	if (typeof subject === 'string') columns.subject = packId(subject);
	if (typeof place === 'string') columns.place = packId(place);
	if (typeof kind === 'string') columns.kind = kind;
	return columns;
}

/** A malformed record from elsewhere must neither stop a page of a thousand nor vanish: it loses its columns only. */
function declaredColumns(read: () => Columns): Columns {
	try {
		return read();
	} catch {
		return {};
	}
}
