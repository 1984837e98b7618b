/** What a browser database can do to a write: no space is left, or anything else. */
export type StorageFailure = 'full' | 'storage';

/**
 * Tells a full disk or an exhausted quota from other failures. Dexie wraps the browser's error once or twice, and at
 * commit time the quota shows only as the reason of an abort.
 */
export function storageFailure(error: unknown): StorageFailure {
	for (let e = error, depth = 0; isError(e) && depth < 5; depth++) {
		if (e.name === 'QuotaExceededError') return 'full';
		if (e.failures?.some((failure) => isError(failure) && failure.name === 'QuotaExceededError'))
			return 'full';
		e = e.inner;
	}
	return 'storage';
}

interface ErrorLike {
	readonly name?: string;
	readonly inner?: unknown;
	readonly failures?: unknown[];
}

const isError = (e: unknown): e is ErrorLike => typeof e === 'object' && e !== null;
