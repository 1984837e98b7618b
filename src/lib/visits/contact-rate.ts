import { dayOf, type Day } from '../org/calendar';
import type { Door } from '../people/door';
import type { CareCategory } from '../people/people';
import { effectiveVisits, standingVisits } from './contacts';
import { tierOf } from './tier';
import type { VisitHead } from './visit';
import type { VisitSettings } from './visit-settings';

/** One of the six kinds in one month: who they are, and who of them was reached (R-V12). */
export interface ContactRate {
	readonly category: CareCategory;
	/** Ids of residents in the category on the month's last day, or today in the running month. */
	readonly people: readonly string[];
	readonly reached: readonly string[];
}

/**
 * Monthly contact of the national six kinds; the target is all of them. Each number keeps the list behind it.
 * @param month `2026-11`
 */
export function contactRates(
	doors: readonly Door[],
	visitsOf: ReadonlyMap<string, readonly VisitHead[]>,
	month: string,
	today: Day,
	settings: VisitSettings
): ContactRate[] {
	const end = lastDay(month);
	const asOf = today < end ? today : end;
	const rates = new Map(
		settings.sixKinds.map((kind) => [kind, { people: [] as string[], reached: [] as string[] }])
	);
	for (const { household, residents } of doors) {
		if (!household) continue;
		let reached: boolean | undefined;
		for (const resident of residents) {
			for (const { category, since, until } of resident.careCategories) {
				const rate = rates.get(category);
				if (!rate || (since && since > asOf) || (until && until < asOf)) continue;
				reached ??= reachedIn(month, visitsOf.get(household._id) ?? []);
				rate.people.push(resident._id);
				if (reached) rate.reached.push(resident._id);
			}
		}
		function reachedIn(wanted: string, visits: readonly VisitHead[]): boolean {
			const { tier } = tierOf(household as NonNullable<typeof household>, residents, asOf, settings);
			return effectiveVisits(standingVisits(visits), tier, settings).some((visit) =>
				dayOf(visit.startedAt, settings.timeZone).startsWith(wanted)
			);
		}
	}
	return [...rates].map(([category, rate]) => ({ category, ...rate }));
}

function lastDay(month: string): Day {
	const [year = 0, number = 0] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
