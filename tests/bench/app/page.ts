import { groupBy } from '../../../src/lib/group-by';
import { joinDoors, type Door } from '../../../src/lib/people/door';
import type { Dwelling, Household, Resident } from '../../../src/lib/people/people';
import { todayList, visitTasks } from '../../../src/lib/visits/tasks';
import type { Visit } from '../../../src/lib/visits/visit';
import { DEFAULT_VISIT_SETTINGS } from '../../../src/lib/visits/visit-settings';

let doors: readonly Door[] = [];
let visits: ReadonlyMap<string, readonly Visit[]> = new Map();

/** Takes a grid's documents. */
function hold(documents: readonly { readonly type: string }[]): void {
	const of = <T>(type: string) => documents.filter((doc) => doc.type === type) as unknown as T[];
	doors = joinDoors({
		compounds: [],
		buildings: [],
		dwellings: of<Dwelling>('dwelling'),
		households: of<Household>('household'),
		residents: of<Resident>('resident')
	});
	visits = groupBy(of<Visit>('visit').reverse(), ({ subject }) => subject);
}

/** Milliseconds for all tasks of the grid and today's list, a little later than the last time. */
function recompute(round: number): number {
	const began = performance.now();
	const now = new Date(Date.now() + round * 60_000);
	const list = todayList(visitTasks(doors, { visits }, now, DEFAULT_VISIT_SETTINGS));
	const took = performance.now() - began;
	if (list.overdue.length + list.open.length + list.soon.length === 0) throw new Error('nothing is due');
	return took;
}

Object.assign(globalThis, { hold, recompute });
