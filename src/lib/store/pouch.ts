import PouchDB from 'pouchdb-core';
import type { Scope } from '../org/scopes';
import { ADAPTER, DexieAdapter } from './adapter/adapter';
import { databaseName } from './database';

interface Adapters {
	adapter(name: string, adapter: typeof DexieAdapter, preferred: boolean): void;
}
(PouchDB as unknown as Adapters).adapter(ADAPTER, DexieAdapter, true);

/**
 * A scope of a user's device database as a PouchDB, for replication in the sync worker. Pages use `openStore`.
 * Close it when done; `destroy` refuses while something is unsent (N2).
 */
export function openScope(user: string, scope: Scope): PouchDB.Database {
	const options = { adapter: ADAPTER, database: databaseName(user), auto_compaction: true };
	return new PouchDB(scope, options as PouchDB.Configuration.DatabaseConfiguration);
}
