import { Dexie } from 'dexie';
import { RECORD_INDEXES } from '../../../src/lib/store/database';
import { SCOPE, freshName, type Peer } from './peer';
import { columnsOf, type GridDocument } from './grid-documents';

/** A document as a program without replication would lay it into those indexes. */
export const flatRow = (document: GridDocument, seq: number) => ({
	scope: SCOPE,
	id: document._id,
	seq,
	rev: document._rev,
	...columnsOf(document),
	body: document
});

/** The same rows and indexes as ours, and no more: no revision trees, no counters, no replication. */
export async function openFlat(): Promise<Peer> {
	const db = new Dexie(freshName('flat'), { cache: 'disabled' });
	db.version(1).stores({ records: RECORD_INDEXES.join() });
	await db.open();
	const records = db.table('records');
	let seq = 0;
	return {
		load: (page) =>
			db.transaction('rw', records, () => records.bulkPut(page.map((document) => flatRow(document, ++seq)))),
		list: (subject) =>
			records
				.where('[scope+type+subject+at]')
				.between([SCOPE, 'visit', subject, ''], [SCOPE, 'visit', subject, Dexie.maxKey])
				.reverse()
				.toArray(),
		destroy: () => db.delete()
	};
}
