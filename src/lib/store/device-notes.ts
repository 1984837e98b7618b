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

type Work = (notes: IDBObjectStore) => Pick<IDBRequest<unknown>, 'result' | 'error'>;

async function inNotes(mode: IDBTransactionMode, work: Work): Promise<unknown> {
	if (mode === 'readwrite') await settleLog();
	try {
		return await attempt(await connection(), mode, work);
	} catch (error) {
		// A page that slept has lost its connection; each work bears being done twice.
		if (!LOST.has((error as DOMException).name)) throw error;
		connected = undefined;
		return attempt(await connection(), mode, work);
	}
}

const LOST: ReadonlySet<string> = new Set(['InvalidStateError', 'UnknownError', 'AbortError']);

function attempt(database: IDBDatabase, mode: IDBTransactionMode, work: Work): Promise<unknown> {
	return new Promise((resolve, reject) => {
		const transaction = database.transaction(NOTES, mode, { durability: 'strict' });
		const request = work(transaction.objectStore(NOTES));
		transaction.oncomplete = () => resolve(request.result);
		transaction.onabort = () => reject(transaction.error ?? request.error);
	});
}

/** Kept open: unlocking reads and writes a dozen notes, and opening takes longer than any of them. */
let connected: Promise<IDBDatabase> | undefined;

function connection(): Promise<IDBDatabase> {
	if (connected) return connected;
	const opening = open();
	const forget = () => {
		if (connected === opening) connected = undefined;
	};
	opening.then((database) => {
		database.onclose = forget;
		database.onversionchange = () => {
			database.close();
			forget();
		};
	}, forget);
	return (connected = opening);
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
