import * as v from 'valibot';
import { profileFields, ref, requiredText, text, type RecordType } from '../record';

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
	aliases: v.optional(v.array(text(60)))
});
export type Dwelling = v.InferOutput<typeof dwellingSchema>;

export const householdSchema = v.object({
	...profileFields,
	type: v.literal('household'),
	dwelling: ref('dwelling'),
	head: v.optional(ref('resident')),
	tenure: v.picklist(TENURES)
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
	status: v.picklist(['living', 'movedAway', 'deceased'])
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
