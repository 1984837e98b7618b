import type { Scope } from '../../src/lib/org/scopes';
import { databaseName } from '../../src/lib/store/database';
import type { RevisionRef } from '../../src/lib/store/ledger';
import type { LocalRow, RecordRow, ScopeRow } from '../../src/lib/store/rows';

/*
 * The rows of a device as they lie in the browser's database, past all code that might say what it wishes were there.
 */

export interface RawScope {
	readonly winners: RevisionRef[];
	/** How far the device says that it has read the scope's database on the server. */
	readonly readUpTo?: string;
}

export async function readRaw(user: string, scope: Scope): Promise<RawScope> {
	const range = IDBKeyRange.bound([scope], [scope, []]);
	const [records, locals] = await read(user, ['records', 'locals'], (stores) =>
		Promise.all([
			asPromise(stores.objectStore('records').getAll(range) as IDBRequest<RecordRow[]>),
			asPromise(stores.objectStore('locals').getAll(range) as IDBRequest<LocalRow[]>)
		])
	);
	// The server's sequences are text, the device's own are numbers: that tells the two directions apart.
	const readUpTo = locals.map(({ body }) => body.last_seq).find((seq) => typeof seq === 'string');
	return { winners: records.filter(({ deleted }) => !deleted), readUpTo };
}

/** Counts every write of a record of the scope on this device. */
export async function readSeq(user: string, scope: Scope): Promise<number> {
	const row = await read(user, ['scopes'], (stores) =>
		asPromise(stores.objectStore('scopes').get(scope) as IDBRequest<ScopeRow | undefined>)
	);
	return row?.seq ?? 0;
}

let open: Promise<IDBDatabase> | undefined;

async function read<T>(
	user: string,
	stores: readonly string[],
	work: (transaction: IDBTransaction) => Promise<T>
): Promise<T> {
	open ??= asPromise(indexedDB.open(databaseName(user)));
	return work((await open).transaction([...stores]));
}

const asPromise = <T>(request: IDBRequest<T>) =>
	new Promise<T>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error as Error);
	});
