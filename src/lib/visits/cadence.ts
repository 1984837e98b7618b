import {
	addDays,
	dayOf,
	daysBetween,
	nextPeriod,
	periodOf,
	type Day,
	type PeriodKind
} from '../org/calendar';
import type { CareCategory, Household, Resident } from '../people/people';
import type { Visit } from './visit';

export type CareTier = 'A' | 'B' | 'C' | 'D' | 'E';

export interface Cadence {
	readonly period: PeriodKind;
	/** Longest time between two effective contacts, days. */
	readonly maxGap: number;
	/** `dueSoon` from this many days before the due day. */
	readonly soon: number;
	/** `seriouslyOverdue` from this many days after the due day. */
	readonly serious: number;
	/** Phone and video count only if a home visit lies within this many days; 0: never. */
	readonly remoteNeedsHomeWithin: number;
	/** Outcomes that make a contact effective. */
	readonly outcomes: readonly Visit['outcome'][];
}

/** Everything about visiting that a community can change (N10). */
export interface VisitSettings {
	readonly timeZone: string;
	readonly cadence: Readonly<Record<CareTier, Cadence>>;
	/** The strictest tier that a category puts a household in. */
	readonly tierOf: Readonly<Partial<Record<CareCategory, CareTier>>>;
	/** Living like this at `oldestAge` or above is tier A. */
	readonly oldestAge: number;
	readonly aloneKinds: readonly CareCategory[];
}

const MET = ['met'] as const;
const MET_OR_FAMILY = ['met', 'metFamily'] as const;

/** The shipped default (R-V1 … R-V4, domain.md). */
export const DEFAULT_VISIT_SETTINGS: VisitSettings = {
	timeZone: 'Asia/Shanghai',
	cadence: {
		A: { period: 'week', maxGap: 10, soon: 2, serious: 2, remoteNeedsHomeWithin: 30, outcomes: MET },
		B: { period: 'month', maxGap: 45, soon: 7, serious: 7, remoteNeedsHomeWithin: 90, outcomes: MET },
		C: {
			period: 'quarter',
			maxGap: 135,
			soon: 14,
			serious: 30,
			remoteNeedsHomeWithin: 135,
			outcomes: MET_OR_FAMILY
		},
		D: {
			period: 'halfYear',
			maxGap: 270,
			soon: 30,
			serious: 60,
			remoteNeedsHomeWithin: 0,
			outcomes: MET_OR_FAMILY
		},
		E: {
			period: 'year',
			maxGap: 540,
			soon: 30,
			serious: 90,
			remoteNeedsHomeWithin: 0,
			outcomes: MET_OR_FAMILY
		}
	},
	tierOf: {
		dementia: 'A',
		seriousIllness: 'A',
		aloneElder: 'B',
		emptyNestElder: 'B',
		leftBehindElder: 'B',
		disabledElder: 'B',
		severeHandicap: 'B',
		lossFamily: 'B',
		destitute: 'B',
		orphan: 'B',
		childInDifficulty: 'B',
		leftBehindChild: 'B',
		lowIncome: 'B',
		lowIncomeEdge: 'C',
		oldest80: 'C',
		handicap: 'C',
		pregnantNewborn: 'C',
		veteranCare: 'C',
		jobless: 'C',
		tenant: 'C',
		floating: 'C'
	},
	oldestAge: 80,
	aloneKinds: ['aloneElder', 'emptyNestElder', 'leftBehindElder']
};

/** A household's tier and the reason that put it there, strictest first (R-V1). */
export interface TierReason {
	readonly tier: CareTier;
	/** `age80` when age and living alone together decide; absent for an ordinary household. */
	readonly because?: CareCategory | 'age80' | 'registeredAbsent' | 'tenantHousehold';
}

export function tierOf(
	household: Household,
	residents: readonly Resident[],
	today: Day,
	settings: VisitSettings
): TierReason {
	let best: TierReason = ordinary(household);
	const offer = (tier: CareTier | undefined, because: NonNullable<TierReason['because']>) => {
		if (tier && tier < best.tier) best = { tier, because };
	};
	const year = Number(today.slice(0, 4));
	for (const resident of residents) {
		if (resident.status !== 'living') continue;
		const open = resident.careCategories.filter((c) => !c.until || c.until >= today).map((c) => c.category);
		const old =
			open.includes('oldest80') ||
			(resident.birthYear !== undefined && year - resident.birthYear >= settings.oldestAge);
		if (old && open.some((category) => settings.aloneKinds.includes(category))) offer('A', 'age80');
		for (const category of open) offer(settings.tierOf[category], category);
	}
	return best;
}

function ordinary(household: Household): TierReason {
	if (household.tenure === 'registeredAbsent') return { tier: 'E', because: 'registeredAbsent' };
	if (household.tenure === 'tenant' || household.tenure === 'floating')
		return { tier: 'C', because: 'tenantHousehold' };
	return { tier: 'D' };
}

/** The days of visits that reset the due date, oldest first (R-V4). Corrected and voided visits do not count. */
export function effectiveContacts(visits: readonly Visit[], tier: CareTier, settings: VisitSettings): Day[] {
	const cadence = settings.cadence[tier];
	const replaced = new Set(visits.map((visit) => visit.replaces));
	const standing = visits
		.filter((visit) => !visit.voided && !replaced.has(visit._id))
		.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
	const days: Day[] = [];
	let lastHome: Day | undefined;
	for (const visit of standing) {
		if (!cadence.outcomes.includes(visit.outcome)) continue;
		const day = dayOf(visit.startedAt, settings.timeZone);
		if (visit.method === 'home') lastHome = day;
		else if (!lastHome || daysBetween(lastHome, day) > cadence.remoteNeedsHomeWithin) continue;
		days.push(day);
	}
	return days;
}

export type DueState = 'notYet' | 'open' | 'dueSoon' | 'overdue' | 'seriouslyOverdue';

export interface Due {
	/** First day on which a contact counts for the period that is due. */
	readonly from: Day;
	/** Last day that is still in time. */
	readonly by: Day;
	readonly state: DueState;
	/** Days after `by`; 0 or less when still in time. */
	readonly daysLate: number;
	readonly lastContact?: Day;
}

/** When the next contact is due (R-V2, R-V3). Pure; never stored (N6). */
export function dueOf(tier: CareTier, contacts: readonly Day[], today: Day, settings: VisitSettings): Due {
	const { period, maxGap, soon, serious } = settings.cadence[tier];
	const lastContact = contacts.at(-1);
	const current = periodOf(period, today);
	let from = current.first;
	let by = current.last;
	if (lastContact) {
		const next = nextPeriod(period, periodOf(period, lastContact));
		const gapEnd = addDays(lastContact, maxGap);
		by = gapEnd < next.last ? gapEnd : next.last;
		from = next.first < by ? next.first : by;
	}
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
	return { from, by, state, daysLate, ...(lastContact ? { lastContact } : {}) };
}
