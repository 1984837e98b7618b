import PouchDB from 'pouchdb-core';
import type { Scope } from '../org/scopes';
import { ADAPTER, DexieAdapter } from './adapter/adapter';
import { databaseName } from './database';
import type { Sealer } from './sealing';

interface Adapters {
	adapter(name: string, adapter: typeof DexieAdapter, preferred: boolean): void;
}
(PouchDB as unknown as Adapters).adapter(ADAPTER, DexieAdapter, true);

/**
 * A scope of a user's device database as a PouchDB, for replication in the sync worker. Pages use `openStore`.
 * @param sealing left out: as the store that is open beside it; without either, no body is read or written
 *
 * Close it when done; `destroy` refuses while something is unsent (N2).
 */
export function openScope(user: string, scope: Scope, sealing?: Sealer | 'plain'): PouchDB.Database {
	const options = { adapter: ADAPTER, database: databaseName(user), sealing, auto_compaction: true };
	return new PouchDB(scope, options as PouchDB.Configuration.DatabaseConfiguration);
}
