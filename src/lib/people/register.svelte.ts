import { groupBy } from '../group-by';
import type { Building, Compound, Grid, Worker } from '../org/org';
import type { Scope } from '../org/scopes';
import type { Query, Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import { joinDoors, type Door } from './door';
import type { Dwelling, Household, Resident } from './people';

/** The lists that the register is made of. */
export const REGISTER_LISTS: readonly Query[] = [
	'household',
	'dwelling',
	'resident',
	'compound',
	'building',
	'grid',
	'worker'
].map((type) => ({ type }));

/** Who lives where, on this device: doors in walk order, kept right by live queries. */
export class PeopleRegister {
	readonly #org: Live<{ compounds: Compound[]; buildings: Building[]; grids: Grid[]; workers: Worker[] }>;
	readonly #dwellings: Live<Stored<Dwelling>[]>;
	readonly #households: Live<Stored<Household>[]>;
	readonly #residents: Live<Resident[]>;

	constructor(store: Store) {
		this.#org = new Live(store, async (s) => {
			const [compounds, buildings, grids, workers] = await Promise.all([
				all<Compound>(s, 'compound'),
				all<Building>(s, 'building'),
				all<Grid>(s, 'grid'),
				all<Worker>(s, 'worker')
			]);
			return { compounds, buildings, grids, workers };
		});
		this.#dwellings = new Live(store, (s) => s.find<Dwelling>({ type: 'dwelling' }));
		this.#households = new Live(store, (s) => s.find<Household>({ type: 'household' }));
		this.#residents = new Live(store, (s) => all<Resident>(s, 'resident'));
	}

	/** `undefined` until the device has been read. */
	readonly doors: readonly Door[] | undefined = $derived.by(() => {
		const org = this.#org.value;
		const dwellings = this.#dwellings.value;
		const households = this.#households.value;
		const residents = this.#residents.value;
		if (!org || !dwellings || !households || !residents) return undefined;
		return joinDoors({
			...org,
			dwellings: dwellings.map(({ record }) => record),
			households: households.map(({ record }) => record),
			residents
		});
	});

	readonly #byBuilding = $derived(groupBy(this.doors ?? [], ({ dwelling }) => dwelling.building));

	/** Doors of a building, in walk order. */
	doorsOf(building: string): readonly Door[] {
		return this.#byBuilding.get(building) ?? [];
	}

	/** Buildings with doors on this device, in walk order. */
	readonly buildings: readonly (readonly Door[])[] = $derived([...this.#byBuilding.values()]);

	readonly #byDwelling = $derived(groupBy(this.doors ?? [], ({ dwelling }) => dwelling._id));

	/** The doors of a dwelling: one, or one a household. */
	doorsAt(dwelling: string): readonly Door[] {
		return this.#byDwelling.get(dwelling) ?? [];
	}

	readonly #byHousehold = $derived(
		new Map(
			(this.doors ?? []).flatMap((door) => (door.household ? [[door.household._id, door] as const] : []))
		)
	);

	doorOf(household: string): Door | undefined {
		return this.#byHousehold.get(household);
	}

	readonly #scopes = $derived.by(
		() =>
			new Map(
				[...(this.#dwellings.value ?? []), ...(this.#households.value ?? [])].map(({ scope, record }) => [
					record._id,
					scope
				])
			)
	);

	/** The database that a dwelling or a household lies in: what is recorded about it goes there too. */
	scopeOf(id: string): Scope | undefined {
		return this.#scopes.get(id);
	}

	get grids(): readonly Grid[] {
		return this.#org.value?.grids ?? [];
	}

	worker(userName: string): Worker | undefined {
		return this.#org.value?.workers.find((worker) => worker.userName === userName);
	}

	/** Why reading failed, if it did. */
	get failed(): unknown {
		return this.#org.failed ?? this.#dwellings.failed ?? this.#households.failed ?? this.#residents.failed;
	}
}

const all = async <D extends { _id: string; type: string }>(store: Store, type: string): Promise<D[]> =>
	(await store.find({ type })).map((stored) => stored.record as unknown as D);
