import { IDB_ERROR, createError } from 'pouchdb-errors';
import type { Scope } from '../../org/scopes';
import type { DeviceDatabase } from '../database';

export type Callback<T> = (error: unknown, result?: T) => void;

/** Where an open PouchDB instance keeps its documents. */
export interface Place {
	readonly db: DeviceDatabase;
	readonly scope: Scope;
}

/**
 * Answers a callback of PouchDB with a promise's outcome. Never from inside a Dexie zone: PouchDB goes on working in
 * the callback, and would join a transaction or a live query that happens to be around.
 */
export function answer<T>(outcome: PromiseLike<T>, callback: Callback<T>) {
	outcome.then(
		(result) => queueMicrotask(() => callback(null, result)),
		(error: unknown) => queueMicrotask(() => callback(pouchError(error)))
	);
}

interface Failure {
	readonly status?: number;
	readonly name?: string;
	readonly message?: string;
	readonly inner?: Failure;
}

/** PouchDB's own errors pass; anything else becomes the error that PouchDB's callers expect of a broken database. */
export function pouchError(error: unknown): unknown {
	const failure = (error ?? {}) as Failure;
	if (failure.status) return failure;
	if (failure.inner?.status) return failure.inner;
	const broken = createError(IDB_ERROR, `${failure.name}: ${failure.message}`);
	if (failure.name) broken.name = failure.name;
	return broken;
}
