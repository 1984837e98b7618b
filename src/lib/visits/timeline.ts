import type { CareSession } from '../care/care-session';
import type { WellnessCheck } from '../care/wellness-check';
import type { Issue } from '../issues/issue';
import type { Household, Resident } from '../people/people';
import { changesOf, type ProfileChange } from '../people/profile-changes';
import type { Deferral } from './deferral';
import type { VisitHead } from './visit';

/** Something that happened to a household. `at`: UTC ISO. */
export type Entry = { readonly at: string; readonly id: string } & (
	| { readonly kind: 'visit'; readonly visit: VisitHead }
	| { readonly kind: 'deferral'; readonly deferral: Deferral }
	| { readonly kind: 'issue'; readonly issue: Issue; readonly settled: boolean }
	| { readonly kind: 'check'; readonly check: WellnessCheck }
	| { readonly kind: 'session'; readonly session: CareSession }
	/** `of`: the resident; absent for the household itself. */
	| { readonly kind: 'change'; readonly change: ProfileChange; readonly of?: Resident }
);

/** Everything on the device about one household. */
export interface HouseholdRecords {
	readonly household: Household;
	readonly residents: readonly Resident[];
	readonly visits: readonly VisitHead[];
	readonly deferrals: readonly Deferral[];
	readonly issues: readonly Issue[];
	/** Ids of issues that ask for nothing any more. */
	readonly settled: ReadonlySet<string>;
	readonly checks: readonly WellnessCheck[];
	readonly sessions: readonly CareSession[];
}

/** All of it, the newest first. */
export function timelineOf(records: HouseholdRecords): Entry[] {
	const { household, residents, settled } = records;
	return [
		...records.visits.map((visit): Entry => ({ kind: 'visit', at: visit.startedAt, id: visit._id, visit })),
		...records.deferrals.map((deferral): Entry => ({
			kind: 'deferral',
			at: deferral.at,
			id: deferral._id,
			deferral
		})),
		...records.issues.map((issue): Entry => ({
			kind: 'issue',
			at: issue.reportedAt,
			id: issue._id,
			issue,
			settled: settled.has(issue._id)
		})),
		...records.checks.map((check): Entry => ({ kind: 'check', at: check.createdAt, id: check._id, check })),
		...records.sessions.map((session): Entry => ({
			kind: 'session',
			at: session.startedAt,
			id: session._id,
			session
		})),
		...[household, ...residents].flatMap((profile) =>
			changesOf(profile).map((change): Entry => ({
				kind: 'change',
				at: change.at,
				id: `${profile._id} ${change.stamp}`,
				change,
				...(profile.type === 'resident' && { of: profile })
			}))
		)
	].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
}
