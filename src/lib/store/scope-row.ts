import { uuid } from 'pouchdb-utils';
import type { Scope } from '../org/scopes';
import type { DeviceDatabase } from './database';
import type { ScopeRow } from './rows';

/** The counters of a scope as of this transaction; fresh ones for a scope that holds nothing yet. */
export async function scopeRow(db: DeviceDatabase, scope: Scope): Promise<ScopeRow> {
	return (await db.scopes.get(scope)) ?? { scope, seq: 0, count: 0, rows: 0, instance: uuid() };
}

/** Counts rows that have come, or gone when it is less than nothing; what was never counted stays uncounted. */
export function countRows(counters: ScopeRow, more: number): void {
	if (counters.rows !== undefined) counters.rows += more;
}
