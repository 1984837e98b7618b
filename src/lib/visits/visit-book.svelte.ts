import { groupBy } from '../group-by';
import type { PeopleRegister } from '../people/register.svelte';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import { clock } from '../ui/clock.svelte';
import { DEFAULT_VISIT_SETTINGS } from './visit-settings';
import { todayList, visitTasks, type VisitTask } from './tasks';
import { isReadable, type Visit } from './visit';

/** The visits on this device and what follows from them, kept right by live queries and the clock. */
export class VisitBook {
	readonly settings = DEFAULT_VISIT_SETTINGS;
	readonly #visits: Live<Stored<Visit>[]>;
	readonly #people: PeopleRegister;

	constructor(store: Store, people: PeopleRegister) {
		this.#people = people;
		this.#visits = new Live(store, async (s) =>
			(await s.find<Visit>({ type: 'visit', newestFirst: true })).filter(({ record }) => isReadable(record))
		);
	}

	/** Newest first, with their receipts. */
	readonly visits: readonly Stored<Visit>[] = $derived.by(() => this.#visits.value ?? []);

	readonly #byHousehold = $derived(groupBy(this.visits, (stored) => stored.record.subject));

	visitsOf(household: string): readonly Stored<Visit>[] {
		return this.#byHousehold.get(household) ?? [];
	}

	/** `undefined` until the device has been read. */
	readonly tasks: readonly VisitTask[] | undefined = $derived.by(() => {
		if (!this.#people.doors || !this.#visits.value) return undefined;
		const visitsOf = new Map([...this.#byHousehold].map(([id, stored]) => [id, stored.map((s) => s.record)]));
		return visitTasks(this.#people.doors, { visits: visitsOf }, clock.now, this.settings);
	});

	readonly today = $derived(this.tasks && todayList(this.tasks));

	readonly #taskByHousehold = $derived(new Map((this.tasks ?? []).map((t) => [t.door.household?._id, t])));

	taskOf(household: string): VisitTask | undefined {
		return this.#taskByHousehold.get(household);
	}

	get failed(): unknown {
		return this.#visits.failed;
	}
}
