import * as v from 'valibot';
import { day, geoFix, profileFields, ref, requiredText, text, type RecordType } from '../record';

/** Welfare reasons for attention: a closed list (domain.md 3.4). */
export const CARE_CATEGORIES = [
	'aloneElder',
	'emptyNestElder',
	'leftBehindElder',
	'disabledElder',
	'severeHandicap',
	'lossFamily',
	'dementia',
	'oldest80',
	'destitute',
	'lowIncome',
	'lowIncomeEdge',
	'handicap',
	'seriousIllness',
	'leftBehindChild',
	'childInDifficulty',
	'orphan',
	'pregnantNewborn',
	'veteranCare',
	'jobless',
	'tenant',
	'floating'
] as const;
export type CareCategory = (typeof CARE_CATEGORIES)[number];

export const DWELLING_USES = ['home', 'rental', 'vacant', 'mixed'] as const;
export const TENURES = ['owner', 'tenant', 'registeredAbsent', 'floating'] as const;
export const RELATIONS = [
	'head',
	'spouse',
	'child',
	'parent',
	'grandchild',
	'grandparent',
	'sibling',
	'childInLaw',
	'parentInLaw',
	'otherRelative',
	'nonRelative'
] as const;

export const dwellingSchema = v.object({
	...profileFields,
	type: v.literal('dwelling'),
	building: ref('building'),
	/** Stair unit (单元) as spoken: `2`; empty when the building has one stair only. */
	stairUnit: text(10),
	floor: v.pipe(v.number(), v.integer(), v.minValue(-5), v.maxValue(120)),
	/** Room number as painted on the door: `501`. */
	room: requiredText(20),
	use: v.picklist(DWELLING_USES),
	aliases: v.optional(v.array(text(60))),
	/** The day of the signed rental safety letter. */
	rentalLetter: v.optional(day),
	geo: v.optional(v.pick(geoFix, ['lat', 'lng']))
});
export type Dwelling = v.InferOutput<typeof dwellingSchema>;

export const householdSchema = v.object({
	...profileFields,
	type: v.literal('household'),
	dwelling: ref('dwelling'),
	head: v.optional(ref('resident')),
	tenure: v.picklist(TENURES),
	/** Since when they live here; a new occupant is visited within a week (R-V10). */
	since: v.optional(day),
	/** The day on which they moved away or the household ended; its records stay, its door is free. */
	left: v.optional(day),
	/** When a contact card was last left. */
	contactCard: v.optional(day),
	/** A manager's word over the rule, until a day. */
	tierOverride: v.optional(
		v.object({
			tier: v.picklist(['A', 'B', 'C', 'D', 'E']),
			reason: requiredText(200),
			until: day,
			by: requiredText(64)
		})
	),
	/** Protects the staff without stating why (domain.md 3.4). */
	visitInPairs: v.optional(v.boolean()),
	note: v.optional(text(2000))
});
export type Household = v.InferOutput<typeof householdSchema>;

export const residentSchema = v.object({
	...profileFields,
	type: v.literal('resident'),
	household: ref('household'),
	name: requiredText(60),
	sex: v.optional(v.picklist(['male', 'female'])),
	birthYear: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(2100))),
	phone: v.optional(text(20)),
	relationToHead: v.picklist(RELATIONS),
	careCategories: v.array(
		v.object({
			category: v.picklist(CARE_CATEGORIES),
			since: v.optional(text(10)),
			until: v.optional(text(10))
		})
	),
	status: v.picklist(['living', 'movedAway', 'deceased']),
	formerNames: v.optional(v.array(text(60))),
	/** Whether this is the registered address too (人户一致). */
	sameAsRegistered: v.optional(v.boolean()),
	emergencyContacts: v.optional(
		v.array(v.object({ name: requiredText(60), relation: text(40), phone: text(20) }))
	)
});
export type Resident = v.InferOutput<typeof residentSchema>;

const profile = { v: 1, scope: 'people', nature: 'profile' } as const;

export const dwellingType: RecordType<Dwelling> = {
	...profile,
	type: 'dwelling',
	schema: dwellingSchema,
	columns: (d) => ({ subject: d.building, place: d._id, kind: d.use })
};
export const householdType: RecordType<Household> = {
	...profile,
	type: 'household',
	schema: householdSchema,
	columns: (h) => ({ subject: h.dwelling, place: h.dwelling, kind: h.tenure })
};
export const residentType: RecordType<Resident> = {
	...profile,
	type: 'resident',
	schema: residentSchema,
	columns: (r) => ({ subject: r.household, kind: r.status })
};
