import type { Scope } from '../../src/lib/org/scopes';
import { databaseName } from '../../src/lib/store/database';
import type { RevisionRef } from '../../src/lib/store/ledger';
import { SYNC_STATE_KEY, scopeStateKey, type ScopeState, type SyncState } from '../../src/lib/sync/contract';
import type { RoundResult } from './device-calls';
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

/** What a round has come to, as the engine has written it down. */
export function readOutcome(user: string, scopes: readonly Scope[]): Promise<RoundResult> {
	return read(user, ['settings', 'scopes'], async (stores) => {
		const keys = [SYNC_STATE_KEY, ...scopes.map(scopeStateKey)];
		const settings = stores.objectStore('settings');
		const counters = stores.objectStore('scopes');
		const states = keys.map((key) => asPromise(settings.get(key) as IDBRequest<StateRow | undefined>));
		const rows = scopes.map((scope) => asPromise(counters.get(scope) as IDBRequest<ScopeRow | undefined>));
		return {
			troubles: (await Promise.all(states)).flatMap((state) => state?.value?.trouble ?? []),
			seqs: (await Promise.all(rows)).map((row) => row?.seq ?? 0)
		};
	});
}

interface StateRow {
	readonly value?: SyncState | ScopeState;
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
