import { dayOf, daysBetween } from '../org/calendar';
import type { VisitHead } from './visit';
import type { CareTier, VisitSettings } from './visit-settings';

/** Visits that still say what happened, oldest first: corrected and voided ones are left out (N4). */
export function standingVisits(visits: readonly VisitHead[]): VisitHead[] {
	const replaced = new Set(visits.map((visit) => visit.replaces));
	return visits
		.filter((visit) => !visit.voided && !replaced.has(visit._id))
		.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** The standing visits that reset the due date, oldest first (R-V4). @param standing from {@link standingVisits} */
export function effectiveVisits(
	standing: readonly VisitHead[],
	tier: CareTier,
	settings: VisitSettings
): VisitHead[] {
	const { outcomes, remoteNeedsHomeWithin } = settings.cadence[tier];
	const day = (visit: VisitHead) => dayOf(visit.startedAt, settings.timeZone);
	let lastHome: VisitHead | undefined;
	return standing.filter((visit) => {
		if (!outcomes.includes(visit.outcome)) return false;
		if (visit.method !== 'home')
			return lastHome !== undefined && daysBetween(day(lastHome), day(visit)) <= remoteNeedsHomeWithin;
		lastHome = visit;
		return true;
	});
}

/** Met in passing: no effective contact, but for tiers A and B it is worth showing (R-V4). */
export const lightContact = (standing: readonly VisitHead[]): VisitHead | undefined =>
	standing.findLast((visit) => visit.method === 'encounter' && visit.outcome === 'met');
