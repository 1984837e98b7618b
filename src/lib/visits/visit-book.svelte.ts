import { groupBy } from '../group-by';
import type { Issue } from '../issues/issue';
import type { CommunitySettings } from '../org/community';
import { gridOf as gridOfScope } from '../org/scopes';
import { withSettings } from '../org/settings';
import type { PeopleRegister } from '../people/register.svelte';
import type { Query, Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import { clock } from '../ui/clock.svelte';
import type { Deferral } from './deferral';
import { doorState, type DoorState } from './door-state';
import { NOT_FOUND } from './no-answer';
import type { SurgeCampaign } from './surge-campaign';
import { todayList, visitTasks, type VisitTask } from './tasks';
import { isReadable, type VisitHead } from './visit';
import { DEFAULT_VISIT_SETTINGS, type VisitSettings } from './visit-settings';

/** What else than visits decides what a household is owed. */
interface Around {
	readonly settings: VisitSettings;
	readonly surges: readonly SurgeCampaign[];
	readonly deferrals: ReadonlyMap<string, readonly Deferral[]>;
	/** When somebody at a dwelling was last reported as not to be found, UTC ISO. */
	readonly reported: ReadonlyMap<string, string>;
}

const VISITS = { type: 'visit', newestFirst: true, without: ['answers'] } as const;
const SETTINGS = { type: 'settings', kind: 'visits' } as const;
const SURGES = { type: 'surgeCampaign' } as const;
const REPORTS = { type: 'issue', kind: NOT_FOUND } as const;

/** The lists that the book begins with. */
export const VISIT_LISTS: readonly Query[] = [VISITS, SETTINGS, SURGES, REPORTS];

/** The visits on this device and what follows from them, kept right by live queries and the clock. */
export class VisitBook {
	readonly #visits: Live<Stored<VisitHead>[]>;
	readonly #around: Live<Around>;
	readonly #people: PeopleRegister;

	constructor(store: Store, people: PeopleRegister) {
		this.#people = people;
		this.#visits = new Live(store, async (s) =>
			(await s.find<VisitHead>(VISITS)).filter(({ record }) => isReadable(record))
		);
		this.#around = new Live(store, readAround);
	}

	/** What the community has set, over the shipped default (N10). */
	readonly settings: VisitSettings = $derived.by(
		() => this.#around.value?.settings ?? DEFAULT_VISIT_SETTINGS
	);

	/** Newest first, with their receipts. */
	readonly visits: readonly Stored<VisitHead>[] = $derived.by(() => this.#visits.value ?? []);

	readonly #byHousehold = $derived(groupBy(this.visits, (stored) => stored.record.subject));

	visitsOf(household: string): readonly Stored<VisitHead>[] {
		return this.#byHousehold.get(household) ?? [];
	}

	/** `undefined` until the device has been read. */
	readonly tasks: readonly VisitTask[] | undefined = $derived.by(() => {
		const around = this.#around.value;
		const { doors } = this.#people;
		if (!doors || !this.#visits.value || !around) return undefined;
		const visits = new Map([...this.#byHousehold].map(([id, stored]) => [id, stored.map((s) => s.record)]));
		const reported = new Map(
			doors.flatMap(({ household, dwelling }) => {
				const at = household && around.reported.get(dwelling._id);
				return at ? [[household._id, at] as const] : [];
			})
		);
		const { surges, deferrals } = around;
		const gridOf = (household: string) => gridOfScope(this.#people.scopeOf(household) ?? '');
		return visitTasks(doors, { visits, surges, deferrals, reported, gridOf }, clock.now, this.settings);
	});

	readonly today = $derived(this.tasks && todayList(this.tasks));

	readonly #taskByHousehold = $derived(new Map((this.tasks ?? []).map((t) => [t.door.household?._id, t])));

	taskOf(household: string): VisitTask | undefined {
		return this.#taskByHousehold.get(household);
	}

	readonly #states = $derived(
		new Map(
			[...this.#taskByHousehold].map(([id, task]) => [id, doorState(task, clock.now, this.settings)] as const)
		)
	);

	/** How a household's door stands now; `vacant` for one that is not known. */
	stateOf(household: string | undefined): DoorState {
		return (household === undefined ? undefined : this.#states.get(household)) ?? 'vacant';
	}

	get failed(): unknown {
		return this.#visits.failed ?? this.#around.failed;
	}
}

/** A deferral holds for the day it was written on, wherever the clock of its device stood: older ones say nothing. */
const DEFERRALS_MS = 2 * 86_400_000;

async function readAround(store: Store): Promise<Around> {
	const recent = new Date(Date.now() - DEFERRALS_MS).toISOString();
	const [settings, surges, deferrals, issues] = await Promise.all([
		store.find<CommunitySettings>(SETTINGS),
		store.find<SurgeCampaign>(SURGES),
		store.find<Deferral>({ type: 'deferral', from: recent }),
		store.find<Issue>(REPORTS)
	]);
	const reported = new Map<string, string>();
	for (const { record } of issues) {
		const { dwelling, reportedAt } = record;
		if (dwelling && reportedAt > (reported.get(dwelling) ?? '')) reported.set(dwelling, reportedAt);
	}
	return {
		settings: settings.reduce((sum, { record }) => withSettings(sum, record.values), DEFAULT_VISIT_SETTINGS),
		surges: surges.map(({ record }) => record),
		deferrals: groupBy(
			deferrals.map(({ record }) => record),
			({ subject }) => subject
		),
		reported
	};
}
