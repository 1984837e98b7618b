import { settleLog } from './settled-log';

/*
 * Small notes of the device itself, before anybody's database is open: who works here. IndexedDB with `strict`
 * durability, because `localStorage` reaches the disk seconds later: a browser that was killed after a visit had been
 * saved came back without knowing whose visit it was. Written without Dexie: the sign-in page stays small.
 */
const DATABASE = 'linli-device';
const NOTES = 'notes';

/** @throws {DOMException} when the browser refuses its database */
export async function readNote(key: string): Promise<unknown> {
	return inNotes('readonly', (notes) => notes.get(key));
}

/** Resolves when the note lies on disk. `undefined` removes it. */
export async function writeNote(key: string, value: unknown): Promise<void> {
	await inNotes('readwrite', (notes) => (value === undefined ? notes.delete(key) : notes.put(value, key)));
}

async function inNotes(
	mode: IDBTransactionMode,
	work: (notes: IDBObjectStore) => Pick<IDBRequest<unknown>, 'result' | 'error'>
): Promise<unknown> {
	if (mode === 'readwrite') await settleLog();
	const database = await open();
	try {
		return await new Promise((resolve, reject) => {
			const transaction = database.transaction(NOTES, mode, { durability: 'strict' });
			const request = work(transaction.objectStore(NOTES));
			transaction.oncomplete = () => resolve(request.result);
			transaction.onabort = () => reject(transaction.error ?? request.error);
		});
	} finally {
		database.close();
	}
}

function open(): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(DATABASE, 1);
		request.onupgradeneeded = () => request.result.createObjectStore(NOTES);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
		request.onblocked = () => reject(new DOMException('blocked by another tab', 'InvalidStateError'));
	});
}
