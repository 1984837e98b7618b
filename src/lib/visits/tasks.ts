import { dayOf } from '../org/calendar';
import type { Door } from '../people/door';
import { effectiveVisits, standingVisits } from './contacts';
import { standingDeferrals, type Deferral } from './deferral';
import type { Due } from './due';
import { ladderOf, type Ladder } from './no-answer';
import { obligationsOf, type Obligation, type Surge } from './obligations';
import { tierOf, type TierReason } from './tier';
import type { VisitHead } from './visit';
import type { RiskLevel, VisitSettings } from './visit-settings';

/** One household's standing, derived afresh from records and the clock (N6). */
export interface VisitTask {
	readonly door: Door;
	readonly reason: TierReason;
	/** The most pressing of `obligations`. */
	readonly due: Due;
	readonly obligations: readonly [Obligation, ...Obligation[]];
	/** Nobody answered, and nobody has been met or located since. */
	readonly ladder: Ladder | undefined;
	/** The newest visit of today, whatever its outcome. */
	readonly visitedToday: VisitHead | undefined;
	/** Somebody wrote that it is not possible today, and why. The task stays. */
	readonly deferred: Deferral | undefined;
}

/** What tasks follow from, all of it on the device. */
export interface VisitFacts {
	/** By household id. */
	readonly visits: ReadonlyMap<string, readonly VisitHead[]>;
	readonly deferrals?: ReadonlyMap<string, readonly Deferral[]>;
	readonly surges?: readonly Surge[];
	/** 15-digit code of the grid that a household lies in; rounds of some grids only need it (R-V8). */
	readonly gridOf?: (household: string) => string | undefined;
	/** When an issue about a household was last opened, UTC ISO, by household id. */
	readonly reported?: ReadonlyMap<string, string>;
	/** Open risk levels by resident id. */
	readonly risks?: ReadonlyMap<string, RiskLevel>;
}

export function visitTasks(
	doors: readonly Door[],
	facts: VisitFacts,
	now: Date,
	settings: VisitSettings
): VisitTask[] {
	return doors.flatMap((door) => (door.household ? [taskOf(door, facts, now, settings)] : []));
}

export function taskOf(door: Door, facts: VisitFacts, now: Date, settings: VisitSettings): VisitTask {
	const { household } = door;
	if (!household) throw new Error('a vacant dwelling has no visit task');
	const today = dayOf(now, settings.timeZone);
	const isToday = (instant: string) => dayOf(instant, settings.timeZone) === today;
	const reason = tierOf(household, door.residents, today, settings, facts.risks);
	const visits = standingVisits(facts.visits.get(household._id) ?? []);
	const effective = effectiveVisits(visits, reason.tier, settings);
	const ladder = ladderOf(
		reason.tier,
		visits,
		{ reportedAt: facts.reported?.get(household._id), cardLeft: household.contactCard },
		now,
		settings
	);
	const obligations = obligationsOf(
		{ household, tier: reason.tier, visits, effective, ladder, surges: surgesAt(household._id, facts) },
		now,
		settings
	) as [Obligation, ...Obligation[]];
	return {
		door,
		reason,
		due: obligations[0].due,
		obligations,
		ladder,
		visitedToday: visits.findLast((visit) => isToday(visit.startedAt)),
		deferred: standingDeferrals(facts.deferrals?.get(household._id) ?? []).find(({ at }) => isToday(at))
	};
}

const surgesAt = (household: string, { surges = [], gridOf }: VisitFacts): readonly Surge[] =>
	surges.filter(({ grids }) => !grids || grids.includes(gridOf?.(household) ?? ''));

export interface TodayList {
	/** Overdue, the latest first. */
	readonly overdue: readonly VisitTask[];
	/** Nobody answered; there is a next step to take. */
	readonly again: readonly VisitTask[];
	/** Still in time, but not for long; in walk order. */
	readonly soon: readonly VisitTask[];
	/** Inside their window, in walk order. */
	readonly open: readonly VisitTask[];
	/** Not possible today, with a reason; tomorrow they are back. */
	readonly deferred: readonly VisitTask[];
	/** Visited today, in walk order. */
	readonly done: readonly VisitTask[];
}

/**
 * Today: what is overdue, what soon will be, what may be done now, what has been done. Ordinary households (C to E)
 * appear only when their time runs out: they would fill the list for months. Each household stands in one part only.
 * Expects tasks in walk order.
 */
export function todayList(tasks: readonly VisitTask[]): TodayList {
	const done = tasks.filter(isDone);
	const left = tasks.filter((task) => !isDone(task));
	const deferred = left.filter((task) => task.deferred);
	const asked = left.filter((task) => !task.deferred);
	const again = asked.filter(hasNextStep);
	const fresh = asked.filter((task) => !hasNextStep(task));
	return {
		overdue: fresh.filter(isLate).sort((a, b) => b.due.daysLate - a.due.daysLate),
		again,
		soon: fresh.filter((task) => task.due.state === 'dueSoon'),
		open: fresh.filter(
			(task) =>
				task.due.state === 'open' && (task.reason.tier <= 'B' || task.obligations[0].why !== 'cadence')
		),
		deferred,
		done
	};
}

/** Today's visit settled something. A door that stayed shut did not, unless all that can be done today is done. */
const isDone = ({ visitedToday, ladder }: VisitTask) =>
	visitedToday !== undefined && (!ladder || ladder.step === 'reported' || ladder.step === 'cardLeft');

const hasNextStep = ({ ladder }: VisitTask) =>
	ladder !== undefined && ladder.step !== 'reported' && ladder.step !== 'cardLeft';

const isLate = (task: VisitTask) => task.due.state === 'overdue' || task.due.state === 'seriouslyOverdue';
