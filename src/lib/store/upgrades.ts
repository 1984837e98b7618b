import type { Transaction } from 'dexie';
import { packId, packTime } from './packing';
import type { RecordRow } from './rows';
import { permitWriting } from './writers';

/*
 * What a newer schema does to rows that an older app stored. The browser runs an upgrade in one transaction: killed in
 * the middle, it has never happened. Only columns are touched; trees, bodies and unsent marks stay as they are (N2).
 */

/** Version 1 kept ids and times of columns as text. */
type TextColumns = Omit<RecordRow, 'at'> & { at?: string | number };

/** To version 2: index columns become short keys. */
export async function packStoredColumns(transaction: Transaction): Promise<void> {
	permitWriting(transaction);
	await transaction
		.table<TextColumns>('records')
		.toCollection()
		.modify((row) => {
			if (typeof row.at === 'string') row.at = packTime(row.at);
			if (row.subject !== undefined) row.subject = packId(row.subject);
			if (row.place !== undefined) row.place = packId(row.place);
		});
}
