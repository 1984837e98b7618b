import { addDays, dayOf, type Day } from '../org/calendar';
import type { Household } from '../people/people';
import { dueOf, hoursAfter, windowState, type Due, type DueState } from './due';
import type { Ladder } from './no-answer';
import type { SurgeCampaign } from './surge-campaign';
import type { VisitHead } from './visit';
import type { CareTier, VisitSettings } from './visit-settings';

/** One reason why a household is owed a contact, with its own window. */
export interface Obligation {
	readonly why: 'cadence' | 'noAnswer' | 'majorChange' | 'newOccupant' | 'agreed' | 'surge';
	readonly due: Due;
	/** The major change, or the campaign's title. */
	readonly what?: string;
}

/** An extra round that a manager called; it adds to the cadence (R-V8). */
export type Surge = Pick<SurgeCampaign, 'title' | 'tiers' | 'from' | 'to' | 'grids'>;

export interface Standing {
	readonly household: Household;
	readonly tier: CareTier;
	/** From `standingVisits`. */
	readonly visits: readonly VisitHead[];
	/** From `effectiveVisits`. */
	readonly effective: readonly VisitHead[];
	readonly ladder: Ladder | undefined;
	readonly surges: readonly Surge[];
}

/** Everything that a household is owed, the most pressing first. Never empty: the cadence never ends. */
export function obligationsOf(standing: Standing, now: Date, settings: VisitSettings): Obligation[] {
	const day = (visit: VisitHead) => dayOf(visit.startedAt, settings.timeZone);
	const today = dayOf(now, settings.timeZone);
	const { tier, visits, effective, ladder, household } = standing;
	const contacts = effective.map(day);
	const lastContact = contacts.at(-1);
	const refusal = visits.findLast(({ outcome }) => outcome === 'refused');
	const owed: Obligation[] = [
		{ why: 'cadence', due: dueOf(tier, contacts, today, settings, refusal && day(refusal)) }
	];

	if (ladder?.due) owed.push({ why: 'noAnswer', due: ladder.due });

	const change = visits.findLast(({ majorChange }) => majorChange);
	if (change?.majorChange && !effective.some((visit) => visit.startedAt >= change.startedAt))
		owed.push({
			why: 'majorChange',
			what: change.majorChange,
			due: hoursAfter(change.startedAt, settings.majorChangeHours, now, settings)
		});

	const found = foundOn(household, settings);
	if (found && !contacts.some((contact) => contact >= found))
		owed.push({
			why: 'newOccupant',
			due: windowState({ from: found, by: addDays(found, settings.newOccupantDays) }, today, 2, 7)
		});

	const agreed = visits.findLast(({ nextContact }) => nextContact);
	if (agreed?.nextContact && !effective.some((visit) => visit.startedAt > agreed.startedAt))
		owed.push({
			why: 'agreed',
			due: windowState({ from: agreed.nextContact, by: agreed.nextContact }, today, 0, 7)
		});

	for (const { title, tiers, from, to } of standing.surges) {
		if (!tiers.includes(tier) || today > to) continue;
		if (contacts.some((contact) => contact >= from && contact <= to)) continue;
		owed.push({ why: 'surge', what: title, due: windowState({ from, by: to }, today, 1, 0) });
	}
	return owed
		.map((one) => (lastContact ? { ...one, due: { ...one.due, lastContact } } : one))
		.sort((a, b) => URGENCY[b.due.state] - URGENCY[a.due.state] || (a.due.by < b.due.by ? -1 : 1));
}

const URGENCY: Readonly<Record<DueState, number>> = {
	notYet: 0,
	open: 1,
	dueSoon: 2,
	overdue: 3,
	seriouslyOverdue: 4
};

/** When somebody of the staff found that a household had moved in; an imported roster found nobody (R-V10). */
function foundOn(household: Household, settings: VisitSettings): Day | undefined {
	const { origin, createdAt, since } = household;
	if (origin === 'import') return undefined;
	const told = dayOf(createdAt, settings.timeZone);
	return since && since > told ? since : told;
}
