import * as v from 'valibot';
import { docFields, ref, text, type RecordType } from '../record';
import { vitalSign } from './vital-sign';

/** The 15 items, three an area: health, mind, safety, hygiene, living (domain.md 2.2, R-E1). */
export const CHECK_ITEMS = [
	'speech',
	'mobility',
	'illness',
	'mood',
	'thinking',
	'stress',
	'gas',
	'water',
	'electricity',
	'person',
	'home',
	'surroundings',
	'indoors',
	'outdoors',
	'neighbours'
] as const;
export type CheckItem = (typeof CHECK_ITEMS)[number];

/** "Not seen" is not "ok" (R-E1). */
export const CHECK_STATES = ['ok', 'attention', 'serious', 'notSeen'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

const state = v.picklist(CHECK_STATES);

/** How an old person was found at a visit or a care session (探访关爱). Flags and risk are derived from it (R-E6). */
export const wellnessCheckSchema = v.object({
	...docFields,
	type: v.literal('wellnessCheck'),
	resident: ref('resident'),
	/** What it was part of: one of the two. */
	visit: v.optional(ref('visit')),
	session: v.optional(ref('careSession')),
	items: v.object({
		speech: state,
		mobility: state,
		illness: state,
		mood: state,
		thinking: state,
		stress: state,
		gas: state,
		water: state,
		electricity: state,
		person: state,
		home: state,
		surroundings: state,
		indoors: state,
		outdoors: state,
		neighbours: state
	}),
	/** Whether children visit or call, and do their duty. */
	family: v.optional(
		v.object({
			visits: v.picklist(['often', 'sometimes', 'rarely', 'never', 'none']),
			fulfilsDuty: v.optional(v.boolean())
		})
	),
	money: v.optional(v.picklist(['enough', 'tight', 'short'])),
	needs: v.optional(v.array(text(40))),
	vitals: v.optional(v.array(vitalSign)),
	note: v.optional(text(4000)),
	replaces: v.optional(ref('wellnessCheck'))
});
export type WellnessCheck = v.InferOutput<typeof wellnessCheckSchema>;

export const wellnessCheckType: RecordType<WellnessCheck> = {
	type: 'wellnessCheck',
	v: 1,
	scope: 'people',
	nature: 'event',
	schema: wellnessCheckSchema,
	columns: (check) => ({
		subject: check.resident,
		at: check.createdAt,
		// What it was part of, so that a visit finds its check.
		...((check.visit ?? check.session) && { place: check.visit ?? check.session })
	})
};
