import { dayOf, hourOf } from '../org/calendar';
import { hoursAfter, type Due } from './due';
import type { VisitHead } from './visit';
import type { CareTier, VisitSettings } from './visit-settings';

/** Code of the issue that says that somebody cannot be found. */
export const NOT_FOUND = 'notFound';

/** What to do next after nobody answered (R-V5). The household stays on the list until somebody was met or located. */
export type LadderStep =
	/** Tier A, one after the other: call the person, ask the emergency contact, ask a neighbour. */
	| 'call'
	| 'askContact'
	| 'askNeighbour'
	/** Tier A: nobody knows where the person is. Tier B: two failures close together. */
	| 'report'
	| 'reported'
	| 'tryAgain'
	/** Tiers C to E: enough tries at different times; a contact card says that we were here. */
	| 'leaveCard'
	| 'cardLeft';

export interface Ladder {
	readonly step: LadderStep;
	/** By when, for the steps that have an end. */
	readonly due?: Due;
	/** The part of the day that has not been tried: 0 morning, 1 afternoon, 2 evening. */
	readonly dayPart?: number;
	/** Failed visits since the last contact, oldest first. */
	readonly failures: readonly VisitHead[];
}

/**
 * @param standing from `standingVisits`
 * @param facts.reportedAt when an issue about this household was last opened, UTC ISO
 * @param facts.cardLeft the day on which a contact card was last left
 */
export function ladderOf(
	tier: CareTier,
	standing: readonly VisitHead[],
	facts: { readonly reportedAt?: string | undefined; readonly cardLeft?: string | undefined },
	now: Date,
	settings: VisitSettings
): Ladder | undefined {
	const lastFound = standing.findLastIndex(({ outcome, located }) => located || outcome !== 'noAnswer');
	const since = standing.slice(lastFound + 1);
	const failures = since.filter((visit) => visit.method === 'home' && !visit.asked);
	const first = failures[0];
	const last = failures.at(-1);
	if (!first || !last) return undefined;
	const reported = facts.reportedAt !== undefined && facts.reportedAt >= first.startedAt;

	if (tier === 'A') {
		if (reported) return { step: 'reported', failures };
		const due = hoursAfter(first.startedAt, settings.noAnswer.locateHours, now, settings);
		return { step: nextAsked(since, due), due, failures };
	}
	if (tier === 'B') {
		if (reported) return { step: 'reported', failures };
		const { secondTryHours, reportHours } = settings.noAnswer;
		const within = failures.some(
			(later, i) => i > 0 && hoursBetween(failures[i - 1] as VisitHead, later) <= reportHours
		);
		return within
			? { step: 'report', failures }
			: { step: 'tryAgain', due: hoursAfter(last.startedAt, secondTryHours, now, settings), failures };
	}
	const { tries, dayParts } = settings.noAnswer;
	const tried = new Set(failures.map((visit) => dayPartOf(visit.startedAt, settings)));
	const parts = Math.min(tries, dayParts.length + 1);
	if (failures.length < tries || tried.size < parts) {
		const untried = [...Array(dayParts.length + 1).keys()].find((part) => !tried.has(part));
		return { step: 'tryAgain', failures, ...(untried === undefined ? {} : { dayPart: untried }) };
	}
	const cardLeft = facts.cardLeft !== undefined && facts.cardLeft >= dayOf(last.startedAt, settings.timeZone);
	return { step: cardLeft ? 'cardLeft' : 'leaveCard', failures };
}

/** Whoever has not been asked yet; when the time is over, reporting comes before asking on. */
function nextAsked(since: readonly VisitHead[], due: Due): LadderStep {
	if (due.state === 'overdue') return 'report';
	if (!since.some((visit) => visit.method === 'phone' && !visit.asked)) return 'call';
	if (!since.some((visit) => visit.asked === 'contact')) return 'askContact';
	if (!since.some((visit) => visit.asked === 'neighbour')) return 'askNeighbour';
	return 'report';
}

const hoursBetween = (a: VisitHead, b: VisitHead) =>
	(Date.parse(b.startedAt) - Date.parse(a.startedAt)) / 3_600_000;

/** 0 for the morning, 1 for the afternoon, 2 for the evening, in the community's time. */
export function dayPartOf(instant: string, { timeZone, noAnswer }: VisitSettings): number {
	const hour = hourOf(instant, timeZone);
	const part = noAnswer.dayParts.findIndex((end) => hour < end);
	return part === -1 ? noAnswer.dayParts.length : part;
}
