import * as v from 'valibot';
import { docFields, ref, text, timestamp, type RecordType } from '../record';

export const DEFERRAL_REASONS = ['away', 'inHospital', 'badMoment', 'noTime', 'weather', 'noAccess'] as const;

/** "Not possible today", and why. Takes nothing off the list: tomorrow the household is back, as late as it was. */
export const deferralSchema = v.object({
	...docFields,
	type: v.literal('deferral'),
	subject: ref('household'),
	at: timestamp,
	reason: v.picklist(DEFERRAL_REASONS),
	note: v.optional(text(500))
});
export type Deferral = v.InferOutput<typeof deferralSchema>;

export const deferralType: RecordType<Deferral> = {
	type: 'deferral',
	v: 1,
	scope: 'people',
	nature: 'event',
	schema: deferralSchema,
	columns: ({ subject, at, reason }) => ({ subject, at, kind: reason })
};
