import { dayOf, type Day } from '../org/calendar';
import type { Door } from '../people/door';
import { dueOf, effectiveContacts, tierOf, type Due, type TierReason, type VisitSettings } from './cadence';
import type { Visit } from './visit';

/** One household's standing in the visit cadence, derived afresh from records and the clock (N6). */
export interface VisitTask {
	readonly door: Door;
	readonly reason: TierReason;
	readonly due: Due;
	/** The newest visit of today, whatever its outcome. */
	readonly visitedToday: Visit | undefined;
}

/** @param visitsOf all visits on the device, by household id */
export function visitTasks(
	doors: readonly Door[],
	visitsOf: ReadonlyMap<string, readonly Visit[]>,
	now: Date,
	settings: VisitSettings
): VisitTask[] {
	const today = dayOf(now, settings.timeZone);
	return doors.flatMap((door) =>
		door.household ? [taskOf(door, visitsOf.get(door.household._id) ?? [], today, settings)] : []
	);
}

export function taskOf(door: Door, visits: readonly Visit[], today: Day, settings: VisitSettings): VisitTask {
	if (!door.household) throw new Error('a vacant dwelling has no visit task');
	const reason = tierOf(door.household, door.residents, today, settings);
	const contacts = effectiveContacts(visits, reason.tier, settings);
	const visitedToday = visits
		.filter((visit) => !visit.voided && dayOf(visit.startedAt, settings.timeZone) === today)
		.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
	return { door, reason, due: dueOf(reason.tier, contacts, today, settings), visitedToday };
}

export interface TodayList {
	/** Overdue, the latest first. */
	readonly overdue: readonly VisitTask[];
	/** Still in time, but not for long; in walk order. */
	readonly soon: readonly VisitTask[];
	/** Inside their window, in walk order. */
	readonly open: readonly VisitTask[];
	/** Visited today, in walk order. */
	readonly done: readonly VisitTask[];
}

/**
 * Today: what is overdue, what soon will be, what may be done now, what has been done. Ordinary households (C to E)
 * appear only when their time runs out: they would fill the list for months. Expects tasks in walk order.
 */
export function todayList(tasks: readonly VisitTask[]): TodayList {
	const left = tasks.filter((task) => !task.visitedToday);
	return {
		overdue: left.filter(isLate).sort((a, b) => b.due.daysLate - a.due.daysLate),
		soon: left.filter((task) => task.due.state === 'dueSoon'),
		open: left.filter((task) => task.due.state === 'open' && task.reason.tier <= 'B'),
		done: tasks.filter((task) => task.visitedToday)
	};
}

const isLate = (task: VisitTask) => task.due.state === 'overdue' || task.due.state === 'seriouslyOverdue';
