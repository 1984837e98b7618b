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
	note: v.optional(text(500)),
	/** Undoes an earlier one: what happened is never changed (N4). */
	takesBack: v.optional(ref('deferral'))
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

/** The deferrals that stand: neither voided nor taken back, nor themselves a taking back. */
export function standingDeferrals(deferrals: readonly Deferral[]): Deferral[] {
	const taken = new Set(deferrals.map(({ takesBack }) => takesBack));
	return deferrals.filter(({ _id, voided, takesBack }) => !voided && !takesBack && !taken.has(_id));
}
