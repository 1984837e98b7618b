import { groupBy } from '../../../src/lib/group-by';
import { joinDoors, type Door } from '../../../src/lib/people/door';
import type { Dwelling, Household, Resident } from '../../../src/lib/people/people';
import { todayList, visitTasks } from '../../../src/lib/visits/tasks';
import type { Visit } from '../../../src/lib/visits/visit';
import { DEFAULT_VISIT_SETTINGS } from '../../../src/lib/visits/visit-settings';
import { gridDocuments } from '../sync/grid.mjs';

interface Grid {
	readonly doors: readonly Door[];
	readonly visits: ReadonlyMap<string, readonly Visit[]>;
}
let grid: Grid | undefined;

function makeGrid(households: number): Grid {
	const documents = gridDocuments({ households, visits: households * 4, days: 85, user: 'w' }) as unknown[];
	const of = <T>(type: string) => documents.filter((doc) => (doc as { type: string }).type === type) as T[];
	const doors = joinDoors({
		compounds: [],
		buildings: [],
		dwellings: of<Dwelling>('dwelling'),
		households: of<Household>('household'),
		residents: of<Resident>('resident')
	});
	return { doors, visits: groupBy(of<Visit>('visit').reverse(), ({ subject }) => subject) };
}

/** Milliseconds for all tasks of a grid and today's list, a little later than the last time. */
function recompute(round: number, households: number): number {
	grid ??= makeGrid(households);
	const { doors, visits } = grid;
	const began = performance.now();
	const now = new Date(Date.now() + round * 60_000);
	const list = todayList(visitTasks(doors, { visits }, now, DEFAULT_VISIT_SETTINGS));
	const took = performance.now() - began;
	if (list.overdue.length + list.open.length + list.soon.length === 0) throw new Error('nothing is due');
	return took;
}

Object.assign(globalThis, { recompute });
