import * as v from 'valibot';
import { docFields, requiredText, text, timestamp, type RecordType } from './record';

/** Somebody read what is masked, or took it out (R-P2): who is `createdBy`. Never what he read. */
export const auditEntrySchema = v.object({
	...docFields,
	type: v.literal('auditEntry'),
	/** Id of the record that was opened. */
	subject: requiredText(64),
	what: v.picklist(['reveal', 'export']),
	at: timestamp,
	reason: v.optional(text(200))
});
export type AuditEntry = v.InferOutput<typeof auditEntrySchema>;

export const auditEntryType: RecordType<AuditEntry> = {
	type: 'auditEntry',
	v: 1,
	scope: ['people', 'care'],
	nature: 'event',
	schema: auditEntrySchema,
	columns: ({ subject, at, what }) => ({ subject, at, kind: what })
};
