import type { PeriodKind } from '../org/calendar';
import type { CareCategory } from '../people/people';
import type { Visit } from './visit';

/** A is the strictest. */
export type CareTier = 'A' | 'B' | 'C' | 'D' | 'E';
export type RiskLevel = 'green' | 'yellow' | 'orange' | 'red';

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
	/** An open risk of somebody's lifts the household's tier to this (R-E7). */
	readonly tierOfRisk: Readonly<Partial<Record<RiskLevel, CareTier>>>;
	/** The national six kinds, whose monthly contact rate is watched (R-V12). */
	readonly sixKinds: readonly CareCategory[];
	/** After nobody answered (R-V5). */
	readonly noAnswer: {
		/** Tier A: not located within this many hours is urgent. */
		readonly locateHours: number;
		/** Tier B: hours until the second try. */
		readonly secondTryHours: number;
		/** Tier B: two failures within this many hours are reported. */
		readonly reportHours: number;
		/** Tiers C to E: tries at different times of day before a card is left. */
		readonly tries: number;
		/** Hours at which a part of the day ends: morning before the first, afternoon before the second, then evening. */
		readonly dayParts: readonly number[];
	};
	/** Hours for a contact after a major change (R-V6). */
	readonly majorChangeHours: number;
	/** Days for a first visit to somebody who moved in (R-V10). */
	readonly newOccupantDays: number;
	/** What is asked about, never what stops saving (R-V9). */
	readonly evidence: {
		/** Metres from the door, the fix's accuracy taken off. */
		readonly maxDistance: number;
		readonly minMinutes: number;
		readonly maxHomeVisitsPerHour: number;
	};
	/** R-V11. */
	readonly pairing: { readonly contactsPerWeek: number; readonly maxPeople: number };
}

const MET = ['met'] as const;
const MET_OR_FAMILY = ['met', 'metFamily'] as const;

/** The shipped default (R-V1 … R-V12, domain.md). */
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
	aloneKinds: ['aloneElder', 'emptyNestElder', 'leftBehindElder'],
	tierOfRisk: { red: 'A', orange: 'B', yellow: 'C' },
	sixKinds: [
		'aloneElder',
		'emptyNestElder',
		'leftBehindElder',
		'disabledElder',
		'severeHandicap',
		'lossFamily'
	],
	noAnswer: { locateHours: 2, secondTryHours: 24, reportHours: 48, tries: 3, dayParts: [12, 18] },
	majorChangeHours: 24,
	newOccupantDays: 7,
	evidence: { maxDistance: 100, minMinutes: 2, maxHomeVisitsPerHour: 20 },
	pairing: { contactsPerWeek: 2, maxPeople: 5 }
};
