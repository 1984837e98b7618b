import type { DBCore, Middleware, Transaction } from 'dexie';

/** The tables that hold records. One wrong write here breaks trees, counts and receipts, so few may write. */
export const RECORD_TABLES = [
	'records',
	'revisions',
	'attachments',
	'attachmentUses',
	'locals',
	'scopes'
] as const;
export type RecordTable = (typeof RECORD_TABLES)[number];

/**
 * A table without rows. Dexie sets durability a database, not a transaction: a transaction that names this table is
 * made `strict`, so it resolves only when the bytes are on the disk.
 */
export const STRICT = 'strict';

const permitted = new WeakSet<IDBTransaction>();

/** Lets this transaction write record tables. Only the modules that keep trees and counts right call it. */
export function permitWriting(transaction: Transaction) {
	permitted.add(transaction.idbtrans);
}

/** Refuses every other write to the record tables, and makes transactions that name {@link STRICT} strict. */
export const guardWriters: Middleware<DBCore> = {
	stack: 'dbcore',
	name: 'writers',
	create: (core) => ({
		...core,
		transaction: (stores, mode, options) =>
			core.transaction(
				stores,
				mode,
				stores.includes(STRICT) && mode === 'readwrite' ? { durability: 'strict' } : options
			),
		table(name) {
			const table = core.table(name);
			if (!(RECORD_TABLES as readonly string[]).includes(name)) return table;
			return {
				...table,
				mutate: (request) =>
					permitted.has(request.trans as unknown as IDBTransaction)
						? table.mutate(request)
						: Promise.reject(
								new Error(`Table ${name} is written by the store's adapter only: call store.save`)
							)
			};
		}
	})
};
