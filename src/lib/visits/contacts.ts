import { dayOf, daysBetween, type Day } from '../org/calendar';
import type { Visit } from './visit';
import type { CareTier, VisitSettings } from './visit-settings';

/** Visits that still say what happened, oldest first: corrected and voided ones are left out (N4). */
export function standingVisits(visits: readonly Visit[]): Visit[] {
	const replaced = new Set(visits.map((visit) => visit.replaces));
	return visits
		.filter((visit) => !visit.voided && !replaced.has(visit._id))
		.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** The standing visits that reset the due date, oldest first (R-V4). @param standing from {@link standingVisits} */
export function effectiveVisits(
	standing: readonly Visit[],
	tier: CareTier,
	settings: VisitSettings
): Visit[] {
	const { outcomes, remoteNeedsHomeWithin } = settings.cadence[tier];
	let lastHome: Day | undefined;
	return standing.filter((visit) => {
		if (!outcomes.includes(visit.outcome)) return false;
		const day = dayOf(visit.startedAt, settings.timeZone);
		if (visit.method === 'home') {
			lastHome = day;
			return true;
		}
		return lastHome !== undefined && daysBetween(lastHome, day) <= remoteNeedsHomeWithin;
	});
}

/** Met in passing: no effective contact, but for tiers A and B it is worth showing (R-V4). */
export const lightContact = (standing: readonly Visit[]): Visit | undefined =>
	standing.findLast((visit) => visit.method === 'encounter' && visit.outcome === 'met');
