import { addDays, dayOf, daysBetween, nextPeriod, periodOf, type Day } from '../org/calendar';
import type { CareTier, VisitSettings } from './visit-settings';

export type DueState = 'notYet' | 'open' | 'dueSoon' | 'overdue' | 'seriouslyOverdue';

export interface Due {
	/** First day on which a contact counts for the period that is due. */
	readonly from: Day;
	/** Last day that is still in time. */
	readonly by: Day;
	/** What is counted in hours ends at this instant, UTC ISO. */
	readonly deadline?: string;
	readonly state: DueState;
	/** Days after `by`; 0 or less when still in time. */
	readonly daysLate: number;
	readonly lastContact?: Day;
}

/**
 * When the next contact by the tier's cadence is due (R-V2, R-V3). Pure; never stored (N6).
 * @param contacts days of effective contacts, oldest first
 * @param refused the day of the last refusal: its period is not asked again (R-V7)
 */
export function dueOf(
	tier: CareTier,
	contacts: readonly Day[],
	today: Day,
	settings: VisitSettings,
	refused?: Day
): Due {
	const { period, maxGap, soon, serious } = settings.cadence[tier];
	const lastContact = contacts.at(-1);
	const asked = refused && (!lastContact || refused > lastContact) ? refused : lastContact;
	let { first: from, last: by } = periodOf(period, today);
	if (asked) {
		const next = nextPeriod(period, periodOf(period, asked));
		const gapEnd = addDays(asked, maxGap);
		by = gapEnd < next.last ? gapEnd : next.last;
		from = next.first < by ? next.first : by;
	}
	return {
		...windowState({ from, by }, today, soon, serious),
		...(lastContact ? { lastContact } : {})
	};
}

/**
 * A window of days as it stands today.
 * @param soon days before its end from which it is `dueSoon`
 * @param serious days after its end from which it is `seriouslyOverdue`
 */
export function windowState(
	{ from, by }: { readonly from: Day; readonly by: Day },
	today: Day,
	soon: number,
	serious: number
): Due {
	const daysLate = daysBetween(by, today);
	const state: DueState =
		daysLate > serious
			? 'seriouslyOverdue'
			: daysLate > 0
				? 'overdue'
				: -daysLate <= soon
					? 'dueSoon'
					: today >= from
						? 'open'
						: 'notYet';
	return { from, by, state, daysLate };
}

/** What must happen within some hours of an instant (R-V5, R-V6): due at once, late after the last minute. */
export function hoursAfter(start: string, hours: number, now: Date, settings: VisitSettings): Due {
	const end = new Date(Date.parse(start) + hours * 3_600_000);
	const by = dayOf(end, settings.timeZone);
	return {
		from: dayOf(start, settings.timeZone),
		by,
		deadline: end.toISOString(),
		state: now > end ? 'overdue' : 'dueSoon',
		daysLate: daysBetween(by, dayOf(now, settings.timeZone))
	};
}
