import { dayOf, type Day } from '../org/calendar';
import type { Scope } from '../org/scopes';
import { RECORD_TYPES } from '../record-types';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';

/** One scope in figures. */
export interface ScopeFigures {
	readonly scope: Scope;
	readonly waiting: number;
	/** Records of this user, captured today, that the server has. */
	readonly sentToday: number;
}

/** At most so many waiting records are listed; the count says all. */
const LISTED = 200;
/** A mark that something was seen is no work of anybody's. */
const EVENTS = [...RECORD_TYPES.values()]
	.filter(({ nature, type }) => nature === 'event' && type !== 'seen')
	.map(({ type }) => type);

/** What the sync screen shows beside {@link SyncView}: record by record, scope by scope, all from rows (N3). */
export class SyncDetail {
	readonly #waiting: Live<Stored[]>;
	readonly #today: Live<Stored[]>;
	readonly #photos: Live<number>;

	/**
	 * @param today in the time zone `zone`
	 * @param photosWaiting reads how many photos wait
	 */
	constructor(store: Store, user: string, today: Day, zone: string, photosWaiting: () => Promise<number>) {
		// Wherever the zone lies, its day began after this.
		const from = new Date(Date.parse(`${today}T00:00:00Z`) - 14 * 3_600_000).toISOString();
		this.#waiting = new Live(store, (s) => s.find({ unsent: true, limit: LISTED }));
		this.#today = new Live(store, async (s) => {
			const found = await Promise.all(EVENTS.map((type) => s.find({ type, from, newestFirst: true })));
			return found
				.flat()
				.filter(({ record }) => record.createdBy === user && dayOf(record.createdAt, zone) === today);
		});
		this.#photos = new Live(store, async (s) => {
			// Read again whenever a record was saved or acknowledged: photos come and go with those.
			await s.count({ unsent: true });
			return photosWaiting();
		});
	}

	/** Oldest first, by id. */
	get waiting(): readonly Stored[] {
		return this.#waiting.value ?? [];
	}

	/** This user's records of today that the server has. */
	readonly sentToday: readonly Stored[] = $derived.by(() =>
		(this.#today.value ?? []).filter(({ receipt }) => receipt === 'onServer')
	);

	get photosWaiting(): number {
		return this.#photos.value ?? 0;
	}

	figuresOf(scopes: readonly Scope[]): ScopeFigures[] {
		const counted = (list: readonly Stored[], scope: Scope) =>
			list.filter((each) => each.scope === scope).length;
		return scopes.map((scope) => ({
			scope,
			waiting: counted(this.waiting, scope),
			sentToday: counted(this.sentToday, scope)
		}));
	}
}
