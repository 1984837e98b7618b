import { dayOf } from '../org/calendar';
import type { VisitTask } from './tasks';
import type { VisitSettings } from './visit-settings';

/** How a door stands, as a building shows it: a colour and a sign for each, never colour alone. */
export type DoorState = 'late' | 'again' | 'soon' | 'open' | 'refused' | 'done' | 'notYet' | 'vacant';

/** @param task absent for a vacant dwelling */
export function doorState(task: VisitTask | undefined, now: Date, settings: VisitSettings): DoorState {
	if (!task) return 'vacant';
	const { due, ladder, visitedToday } = task;
	if (ladder && ladder.step !== 'cardLeft' && ladder.step !== 'reported') return 'again';
	if (visitedToday?.outcome === 'refused') return 'refused';
	if (due.state === 'overdue' || due.state === 'seriouslyOverdue') return 'late';
	if (due.state === 'dueSoon') return 'soon';
	// Ordinary households may be visited for months: they are due when their time runs out.
	if (due.state === 'open' && (task.reason.tier <= 'B' || task.obligations[0].why !== 'cadence'))
		return 'open';
	return due.lastContact && due.lastContact >= monthStart(now, settings) ? 'done' : 'notYet';
}

/** For a flat with several households the most pressing one speaks. */
export const mostPressing = (states: readonly DoorState[]): DoorState =>
	PRESSING.find((state) => states.includes(state)) ?? 'vacant';

const PRESSING: readonly DoorState[] = [
	'late',
	'again',
	'soon',
	'open',
	'refused',
	'notYet',
	'done',
	'vacant'
];

const monthStart = (now: Date, { timeZone }: VisitSettings) => `${dayOf(now, timeZone).slice(0, 7)}-01`;
