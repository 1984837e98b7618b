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

const BY_SCOPE = ['records', 'revisions', 'attachments', 'attachmentUses', 'locals', 'photos'];

/** Takes all rows of these scopes off the device, and every setting that is named after one of them. */
export async function forgetScopes(user: string, scopes: readonly Scope[]): Promise<void> {
	const write = async (transaction: IDBTransaction) => {
		const settings = transaction.objectStore('settings');
		for (const scope of scopes) {
			const range = IDBKeyRange.bound([scope], [scope, []]);
			for (const name of BY_SCOPE) transaction.objectStore(name).delete(range);
			transaction.objectStore('scopes').delete(scope);
		}
		for (const key of (await asPromise(settings.getAllKeys())) as string[])
			if (scopes.some((scope) => key.endsWith(scope))) settings.delete(key);
		await new Promise((resolve, reject) => {
			transaction.oncomplete = resolve;
			transaction.onabort = () => reject(transaction.error as Error);
		});
	};
	await read(user, [...BY_SCOPE, 'scopes', 'settings'], write, 'readwrite');
}

let open: Promise<IDBDatabase> | undefined;

async function read<T>(
	user: string,
	stores: readonly string[],
	work: (transaction: IDBTransaction) => Promise<T>,
	mode: IDBTransactionMode = 'readonly'
): Promise<T> {
	open ??= asPromise(indexedDB.open(databaseName(user)));
	return work((await open).transaction([...stores], mode));
}

const asPromise = <T>(request: IDBRequest<T>) =>
	new Promise<T>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error as Error);
	});
