import { raisedIssue } from '../issues/raised-issue';
import { areaOf, gridOf, type Scope } from '../org/scopes';
import type { PeopleRegister } from '../people/register.svelte';
import type { Store } from '../store/contract';
import { scopeStateKey, type ScopeState } from '../sync/contract';
import { clock } from '../ui/clock.svelte';
import { whenIdle } from '../when-idle';
import { unvisited } from './unvisited';
import type { VisitBook } from './visit-book.svelte';

/** Milliseconds since the last contact within which a device may speak for everybody's visits. */
const FRESH = 3_600_000;

interface Settings {
	readonly store: Store;
	readonly people: PeopleRegister;
	readonly visits: VisitBook;
	/** Asks for what was written to be sent. */
	readonly send: () => void;
}

/**
 * While somebody works here: what is seriously overdue in tier A becomes an issue (R-V3). Only on what a device knows for
 * certain: it holds the whole grid and has heard the server within the hour, else a colleague's visit may lie on the
 * server already. Devices that find the same write the same (raised-issue.ts).
 * @returns ends it
 */
export function raiseUnvisited({ store, people, visits, send }: Settings): () => void {
	let last: Promise<unknown> = Promise.resolve();
	return $effect.root(() => {
		$effect(() => {
			// What tasks follow from. All of them are reckoned anew for it: nobody waits for that who has just saved a visit.
			void [people.doors, visits.visits, visits.settings, clock.now];
			return whenIdle(look);
		});
	});

	function look(): void {
		const { tasks, settings } = visits;
		if (!tasks) return;
		const found = unvisited(tasks, (id) => gridOf(people.scopeOf(id) ?? ''), settings);
		if (found.length) last = last.then(() => raise(found)).catch(() => undefined);
	}

	async function raise(found: ReturnType<typeof unvisited>): Promise<void> {
		for (const [grid, inGrid] of Map.groupBy(found, (one) => one.grid)) {
			const area = areaOf(grid);
			if (!(await isFresh(store, `people-${grid}`)) || !(await isFresh(store, area))) continue;
			for (const facts of inGrid) {
				const [issue, action] = raisedIssue(facts);
				if (await store.read(area, issue._id)) continue;
				if ((await store.saveAll(area, [issue, action])).ok) send();
			}
		}
	}
}

async function isFresh(store: Store, scope: Scope): Promise<boolean> {
	const state = await store.readSetting<ScopeState>(scopeStateKey(scope));
	return (
		state?.firstLoad.complete === true &&
		!state.trouble &&
		Date.now() - Date.parse(state.lastContact ?? '') < FRESH
	);
}
