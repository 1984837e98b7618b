import * as v from 'valibot';
import { day, docFields, geoFix, ref, requiredText, text, timestamp, type RecordType } from '../record';

export const VISIT_METHODS = ['home', 'phone', 'video', 'encounter'] as const;
export const VISIT_OUTCOMES = [
	'met',
	'metFamily',
	'noAnswer',
	'refused',
	'movedAway',
	'deceased',
	'vacant'
] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/** Who was asked, when it was not the household itself: the ladder after nobody answered (R-V5). */
export const ASKED = ['contact', 'neighbour'] as const;
/** What calls for a contact within 24 hours (R-V6). */
export const MAJOR_CHANGES = ['deathInFamily', 'discharged', 'fall', 'fire', 'jobLoss'] as const;
/** Needs that become referrals (R-C15). */
export const NEEDS = [
	'education',
	'shelter',
	'employment',
	'legal',
	'medical',
	'goods',
	'neighbours'
] as const;

/** What happened at one door, once. Immutable: a correction is a new visit that names the one it replaces (N4). */
export const visitSchema = v.object({
	...docFields,
	type: v.literal('visit'),
	/** The household that was visited. */
	subject: ref('household'),
	dwelling: ref('dwelling'),
	method: v.picklist(VISIT_METHODS),
	outcome: v.picklist(VISIT_OUTCOMES),
	startedAt: timestamp,
	endedAt: v.optional(timestamp),
	purposes: v.array(text(40)),
	note: v.optional(text(4000)),
	/** The form that was filled, as it stood then. */
	form: v.object({ id: requiredText(64), version: requiredText(32), hash: text(64) }),
	/** Everything the form held; answers that were not relevant are left out. */
	answers: v.record(v.string(), v.unknown()),
	replaces: v.optional(ref('visit')),
	/** Who was met, of the residents on the device. */
	met: v.optional(v.array(ref('resident'))),
	/** Absent: the household itself. */
	asked: v.optional(v.picklist(ASKED)),
	/** Nobody was met, but somebody who knows says where the person is and that all is well. Ends the ladder. */
	located: v.optional(v.boolean()),
	majorChange: v.optional(v.picklist(MAJOR_CHANGES)),
	needs: v.optional(v.array(text(40))),
	/** Where the visit began; kept 90 days (R-P4). Never a track. */
	geoFix: v.optional(geoFix),
	/** Why there is no fix, or why it is not at the door (R-V9). */
	geoReason: v.optional(text(200)),
	/** Agreed with the household: the day of the next contact. */
	nextContact: v.optional(day)
});
export type Visit = v.InferOutput<typeof visitSchema>;

/** Answers are most of a visit. They are read with the visit itself: no list shows them, and no rule asks for them. */
export type VisitHead = Omit<Visit, 'answers'>;

/**
 * Whether a screen can show a visit that came from the server: the fields it leans on are there. Looser than the
 * schema, because a newer app may know more outcomes; what is not even this stays stored and is not drawn.
 */
export const isReadable = (visit: VisitHead): boolean =>
	[visit.subject, visit.method, visit.outcome, visit.startedAt].every((field) => typeof field === 'string') &&
	Array.isArray(visit.purposes) &&
	!Number.isNaN(Date.parse(visit.startedAt));

export const visitType: RecordType<Visit> = {
	type: 'visit',
	v: 1,
	scope: 'people',
	nature: 'event',
	schema: visitSchema,
	columns: (visit) => ({
		subject: visit.subject,
		at: visit.startedAt,
		place: visit.dwelling,
		kind: visit.outcome
	})
};
