import { liveQuery } from 'dexie';
import type { Doc } from '../record';
import type { Query, Store, Stored, Subscription } from './contract';
import type { DeviceDatabase } from './database';
import { zones } from './noticing';

type Outcome<T> =
	{ readonly value: T; readonly seen: string } | { readonly error: unknown; readonly seen?: undefined };
const PASSING: ReadonlySet<string> = new Set(['DatabaseClosedError', 'AbortError']);

/**
 * Calls `next` with what `read` returns, and again when something it read has changed, by whatever tab or worker.
 * Dexie wakes for a whole table when fifty rows or more are written at once; `read` then runs again, but `next` is
 * called only when a row, a count or a setting differs from last time.
 */
export function watchStore<T>(
	db: DeviceDatabase,
	store: Store,
	read: (store: Store) => Promise<T>,
	next: (value: T) => void,
	failed: (error: unknown) => void
): Subscription {
	let last: string | undefined;
	const query = liveQuery(async (): Promise<Outcome<T>> => {
		const seen: string[] = [];
		try {
			const value = await read(observed(store, seen, zones.PSD));
			return { value, seen: seen.join('\n') };
		} catch (error) {
			// Dexie itself waits out a closed database. It would forget what any other failed read had looked at.
			if (error instanceof Error && PASSING.has(error.name)) throw error;
			return { error };
		}
	});
	const subscribe = () =>
		query.subscribe({
			next(outcome) {
				const { seen } = outcome;
				if (seen === undefined) failed(outcome.error);
				else if (seen !== last) next(outcome.value);
				last = seen;
			},
			error: failed
		});
	let subscription = subscribe();
	// The browser closed the database (storage pressure, an upgrade in another tab): asking again opens it again.
	const again = () => {
		subscription.unsubscribe();
		subscription = subscribe();
	};
	db.on('close', again);
	return {
		stop() {
			db.on('close').unsubscribe(again);
			subscription.unsubscribe();
		}
	};
}

/**
 * A store for reading only, that notes what was read and stays in the zone that Dexie watches: a wait for anything that
 * is not Dexie (a decryption, a timer) leaves it.
 */
function observed(store: Store, seen: string[], zone: unknown): Store {
	const inZone = <R>(work: () => Promise<R>) => zones.usePSD(zone, work);
	const cannotWatch = () => {
		throw new TypeError('A watched read cannot watch');
	};
	const refused = () => Promise.reject(new TypeError('A watched read cannot write'));
	return {
		async read<D extends Doc>(scope: string, id: string) {
			const found = await inZone(() => store.read<D>(scope, id));
			seen.push(found ? sign(found) : '-');
			return found;
		},
		async find<D extends Doc>(query: Query) {
			const found = await inZone(() => store.find<D>(query));
			seen.push(found.map(sign).join());
			return found;
		},
		async count(query) {
			const count = await inZone(() => store.count(query));
			seen.push(String(count));
			return count;
		},
		async readSetting<V>(key: string) {
			const value = await inZone(() => store.readSetting<V>(key));
			seen.push(JSON.stringify(value) ?? '-');
			return value;
		},
		save: refused,
		saveAll: refused,
		writeSetting: refused,
		watch: cannotWatch,
		watchBroken: cannotWatch,
		close: () => undefined
	};
}

const sign = ({ scope, record, receipt }: Stored) => `${scope} ${record._id} ${record._rev} ${receipt}`;
