import { dayOf, periodOf } from '../org/calendar';
import type { Door } from '../people/door';
import { contactRates, type ContactRate } from './contact-rate';
import { effectiveVisits, standingVisits } from './contacts';
import { dueOf } from './due';
import { visitTasks, type VisitFacts, type VisitTask } from './tasks';
import type { VisitSettings } from './visit-settings';

/**
 * How a household stands in the running month. `due`: still in time, and to be visited before the month ends;
 * `inTime` and `late`: met this month, before or after the due day. Each household stands in one of them at most.
 */
export const STANDINGS = ['due', 'inTime', 'late', 'overdue', 'seriouslyOverdue'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What a manager sees of a grid. Lists, not counts: every number is the length of one and opens it. */
export interface GridFigures {
	/** In walk order, never by how much somebody has done (N11). */
	readonly households: Readonly<Record<Standing, readonly VisitTask[]>>;
	/** The six kinds in the running month (R-V12). */
	readonly rates: readonly ContactRate[];
}

/** @param doors of one grid, in walk order */
export function gridFigures(
	doors: readonly Door[],
	facts: VisitFacts,
	now: Date,
	settings: VisitSettings
): GridFigures {
	const today = dayOf(now, settings.timeZone);
	const households: Record<Standing, VisitTask[]> = {
		due: [],
		inTime: [],
		late: [],
		overdue: [],
		seriouslyOverdue: []
	};
	for (const task of visitTasks(doors, facts, now, settings)) {
		const standing = standingOf(task, facts, today, settings);
		if (standing) households[standing].push(task);
	}
	return { households, rates: contactRates(doors, facts.visits, today.slice(0, 7), today, settings) };
}

function standingOf(
	{ due, door, reason }: VisitTask,
	{ visits }: VisitFacts,
	today: string,
	settings: VisitSettings
): Standing | undefined {
	if (due.state === 'overdue' || due.state === 'seriouslyOverdue') return due.state;
	const month = periodOf('month', today);
	if (due.state !== 'notYet' && due.by <= month.last) return 'due';
	const known = standingVisits(visits.get(door.household?._id ?? '') ?? []);
	const contacts = effectiveVisits(known, reason.tier, settings).map(({ startedAt }) =>
		dayOf(startedAt, settings.timeZone)
	);
	const last = contacts.pop();
	if (last === undefined || last < month.first) return undefined;
	return dueOf(reason.tier, contacts, last, settings).daysLate > 0 ? 'late' : 'inTime';
}
