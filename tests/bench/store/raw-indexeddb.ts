import { SCOPE, freshName, type Peer } from './peer';
import { columnsOf } from './grid-documents';
import { RECORD_INDEXES } from '../../../src/lib/store/database';

/** The browser's own database with the same indexes: what saving costs when nothing else is done. */
export async function openRaw(): Promise<Peer> {
	const name = freshName('raw');
	const db = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(name);
		request.onerror = () => reject(request.error);
		request.onsuccess = () => resolve(request.result);
		request.onupgradeneeded = () => {
			const [primary = '', ...indexes] = RECORD_INDEXES.map((index) =>
				index.replace(/[[\]]/g, '').split('+')
			);
			const records = request.result.createObjectStore('records', { keyPath: primary });
			for (const keyPath of indexes) records.createIndex(`[${keyPath.join('+')}]`, keyPath);
		};
	});
	const transaction = (durability: IDBTransactionDurability, work: (records: IDBObjectStore) => void) =>
		new Promise<void>((resolve, reject) => {
			const one = db.transaction('records', 'readwrite', { durability });
			one.oncomplete = () => resolve();
			one.onabort = () => reject(one.error);
			work(one.objectStore('records'));
		});
	let seq = 0;
	return {
		load: (page) =>
			transaction('default', (records) => {
				for (const body of page)
					records.put({ scope: SCOPE, id: body._id, seq: ++seq, ...columnsOf(body), body });
			}),
		save: (body) =>
			transaction('strict', (records) =>
				records.put({ scope: SCOPE, id: body._id, seq: ++seq, unsent: 1, ...columnsOf(body), body })
			),
		destroy() {
			db.close();
			return new Promise((resolve) => {
				indexedDB.deleteDatabase(name).onsuccess = resolve;
			});
		}
	};
}
