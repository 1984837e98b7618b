import { addDays, dayOf, daysBetween, periodOf, type Day, type Period } from '../org/calendar';
import type { CareSession } from './care-session';
import type { Pairing } from './pairing';

/** What a pairing owes in one ISO week, and what was done of it (R-V11). Derived, never stored (N6). */
export interface PairingWeek {
	readonly week: Period;
	/** Contacts owed in the days of this week on which the pairing stood. */
	readonly owed: number;
	/** Contacts that the helper made, oldest first. */
	readonly made: readonly CareSession[];
	/** How many are still to come; 0 or more. */
	readonly left: number;
	/**
	 * `done`, `open`: days enough are left; `dueSoon`: one a day from now on, or today is the last day; `missed`: the
	 * week is over and something is left.
	 */
	readonly state: 'done' | 'open' | 'dueSoon' | 'missed';
}

/** Sessions that still say what happened: corrected and voided ones are left out (N4). */
export function standingSessions(sessions: readonly CareSession[]): CareSession[] {
	const replaced = new Set(sessions.map(({ replaces }) => replaces));
	return sessions.filter(({ _id, voided }) => !voided && !replaced.has(_id));
}

/**
 * One pairing in the week that contains a day; `undefined` when it does not stand in that week at all. A week that it
 * stands only a part of is owed that part, rounded up: who begins on Sunday owes one contact, not two.
 * @param sessions of any recipient, any helper
 * @param today the day that is now: weeks before it are over
 */
export function pairingWeek(
	pairing: Pick<Pairing, 'helper' | 'recipient' | 'from' | 'to' | 'contactsPerWeek' | 'voided'>,
	sessions: readonly CareSession[],
	inWeek: Day,
	today: Day,
	timeZone: string
): PairingWeek | undefined {
	const week = periodOf('week', inWeek);
	const first = pairing.from > week.first ? pairing.from : week.first;
	const last = pairing.to !== undefined && pairing.to < week.last ? pairing.to : week.last;
	if (pairing.voided || first > last) return undefined;
	const days = daysBetween(first, last) + 1;
	const owed = Math.ceil((pairing.contactsPerWeek * days) / 7);
	const made = standingSessions(sessions)
		.filter(({ recipient, volunteers, startedAt }) => {
			const day = dayOf(startedAt, timeZone);
			return (
				recipient === pairing.recipient && volunteers.includes(pairing.helper) && day >= first && day <= last
			);
		})
		.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
	const left = Math.max(0, owed - made.length);
	const daysLeft = daysBetween(today > first ? today : first, last) + 1;
	const state =
		left === 0 ? 'done' : daysLeft < 1 ? 'missed' : daysLeft <= left || daysLeft === 1 ? 'dueSoon' : 'open';
	return { week, owed, made, left, state };
}

/** The week before the one that contains a day. */
export const weekBefore = (day: Day): Day => addDays(periodOf('week', day).first, -1);

/** True on a day between `from` and `to`, both inclusive. */
export const stands = ({ from, to, voided }: Pick<Pairing, 'from' | 'to' | 'voided'>, day: Day): boolean =>
	!voided && from <= day && (to === undefined || to >= day);

/** How many people somebody helps on a day; more than `most` is a warning, never a refusal (R-V11). */
export interface HelperLoad {
	readonly people: number;
	readonly over: boolean;
}

/** @param most people a helper should have at most, from the community's settings */
export function helperLoad(
	pairings: readonly Pick<Pairing, 'helper' | 'recipient' | 'from' | 'to' | 'voided'>[],
	helper: string,
	day: Day,
	most: number
): HelperLoad {
	const mine = pairings.filter((pairing) => pairing.helper === helper && stands(pairing, day));
	const people = new Set(mine.map(({ recipient }) => recipient)).size;
	return { people, over: people > most };
}
