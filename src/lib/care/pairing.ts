import * as v from 'valibot';
import { byManagers, day, profileFields, ref, requiredText, type RecordType } from '../record';

/** 一帮一, 老伙伴, 党员联户 (domain.md 3.3). */
export const PAIRING_KINDS = ['oneToOne', 'oldPartner', 'memberContact'] as const;

/** A helper owes a person contacts, from a day to a day (R-V11). */
export const pairingSchema = v.object({
	...profileFields,
	type: v.literal('pairing'),
	/** User name of the volunteer. */
	helper: requiredText(64),
	recipient: ref('careRecipient'),
	kind: v.picklist(PAIRING_KINDS),
	from: day,
	to: v.optional(day),
	contactsPerWeek: v.pipe(v.number(), v.minValue(0), v.maxValue(21))
});
export type Pairing = v.InferOutput<typeof pairingSchema>;

export const pairingType: RecordType<Pairing> = {
	type: 'pairing',
	v: 1,
	scope: 'care',
	nature: 'profile',
	schema: pairingSchema,
	columns: (pairing) => ({ subject: pairing.recipient, kind: pairing.kind }),
	mayWrite: byManagers
};
