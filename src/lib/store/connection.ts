import type { Dexie } from 'dexie';
import { storageFailure } from './failure';

/*
 * Browsers take the connection to a database away: iOS from a page that sleeps, any of them when another tab upgrades
 * or when storage is cleared. Dexie opens again before the next transaction; the one that was under way is lost and is
 * asked for once more here.
 */

const LOST: ReadonlySet<unknown> = new Set(['InvalidStateError', 'UnknownError', 'AbortError']);

const isLost = (error: unknown): boolean =>
	LOST.has((error as { name?: unknown } | null)?.name) && storageFailure(error) !== 'full';

/**
 * Runs `attempt`, and once more on a new connection when the first was taken away meanwhile. What `attempt` writes must
 * bear to be written twice: nobody can tell whether the lost transaction had been committed.
 */
export function withConnection<T>(db: Dexie, attempt: () => Promise<T>): Promise<T> {
	// Dexie's own promises throughout: a live query must notice what the second attempt reads.
	return attempt().catch((error: unknown) => {
		if (!isLost(error)) throw error;
		db.close({ disableAutoOpen: false });
		return db.open().then(attempt);
	});
}
