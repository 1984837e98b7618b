import * as v from 'valibot';
import { profileFields, ref, requiredText, text, type RecordType, type Writer } from '../record';

/** With whom somebody lives: the list of GB/T 42195 (domain.md 2.2). */
export const LIVING = [
	'alone',
	'spouse',
	'children',
	'parents',
	'siblings',
	'otherRelatives',
	'nonRelatives',
	'institution'
] as const;

/**
 * An old person whom a team looks after: the least that a helper needs, and never a diagnosis (R-E13). The resident's
 * own record stays in `people-<grid>`, which volunteers do not read.
 */
export const careRecipientSchema = v.object({
	...profileFields,
	type: v.literal('careRecipient'),
	resident: ref('resident'),
	name: requiredText(60),
	/** As one would say it: `东门新村 3 幢 2 单元 501`. */
	addressText: requiredText(200),
	phone: v.optional(text(20)),
	living: v.picklist(LIVING),
	/** Handrail, stick, wheelchair… */
	aids: v.optional(v.array(text(40))),
	/** What a helper must know at the door: allergies, hard of hearing, the dog. */
	hints: v.optional(text(500)),
	needs: v.optional(v.array(text(40))),
	medicationHelp: v.optional(v.boolean()),
	keyHolder: v.optional(v.object({ name: requiredText(60), phone: text(20) })),
	/** Who, how and when, as the person wants it. */
	wishes: v.optional(text(500))
});
export type CareRecipient = v.InferOutput<typeof careRecipientSchema>;

/** The grid's workers and the managers look after the list; volunteers read it. */
export const byStaff = (_: unknown, writer: Writer): boolean =>
	writer.isManager || writer.roles.includes('gridWorker') || writer.roles.includes('gridLead');

export const careRecipientType: RecordType<CareRecipient> = {
	type: 'careRecipient',
	v: 1,
	scope: 'care',
	nature: 'profile',
	schema: careRecipientSchema,
	columns: (recipient) => ({ subject: recipient.resident, kind: recipient.living }),
	mayWrite: byStaff
};
