import type { Store } from '../store/contract';
import { Live } from '../store/live.svelte';
import type { CommunitySettings } from './community';
import type { Division, Grid, Worker } from './org';
import type { VolunteerTeam } from './team';

interface Records {
	readonly division: Division | undefined;
	readonly grids: readonly Grid[];
	readonly workers: readonly Worker[];
	readonly teams: readonly VolunteerTeam[];
	readonly settings: readonly CommunitySettings[];
}

/** Who works where in a community and what it has set, as it lies on this device; everything by name (N11). */
export class Directory {
	readonly #records: Live<Records>;

	constructor(store: Store, community: string) {
		const scopes = [`org-${community}`];
		this.#records = new Live(store, async (s): Promise<Records> => {
			const all = async <D extends Grid | Worker | VolunteerTeam | Division | CommunitySettings>(
				type: D['type']
			): Promise<D[]> => (await s.find<D>({ type, scopes })).map(({ record }) => record);
			const [divisions, grids, workers, teams, settings] = await Promise.all([
				all<Division>('division'),
				all<Grid>('grid'),
				all<Worker>('worker'),
				all<VolunteerTeam>('volunteerTeam'),
				all<CommunitySettings>('settings')
			]);
			return {
				division: divisions.find(({ level }) => level === 'community'),
				grids: grids.toSorted(byName),
				workers: workers.toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'zh-CN')),
				teams: teams.toSorted(byName),
				settings
			};
		});
	}

	/** `undefined` until the device has been read. */
	get records(): Records | undefined {
		return this.#records.value;
	}

	/** What the community has set of a topic, oldest first. */
	valuesOf(topic: CommunitySettings['topic']): readonly Record<string, unknown>[] {
		return (this.records?.settings ?? []).filter((one) => one.topic === topic).map(({ values }) => values);
	}

	get failed(): unknown {
		return this.#records.failed;
	}
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
	a.name.localeCompare(b.name, 'zh-CN', { numeric: true });
