import { uuid } from 'pouchdb-utils';
import type { Scope } from '../org/scopes';
import type { DeviceDatabase } from './database';
import type { ScopeRow } from './rows';

/** The counters of a scope as of this transaction; fresh ones for a scope that holds nothing yet. */
export async function scopeRow(db: DeviceDatabase, scope: Scope): Promise<ScopeRow> {
	return (await db.scopes.get(scope)) ?? { scope, seq: 0, count: 0, instance: uuid() };
}
