import * as v from 'valibot';
import { docFields, ref, requiredText, text, timestamp, type RecordType } from '../record';

/**
 * Suspected harm to a minor or to somebody who cannot speak for himself (R-E9): first a telephone call, then this. It
 * lies in the reporter's own database, so that only the reporter and the managers read it.
 */
export const sealedReportSchema = v.object({
	...docFields,
	type: v.literal('sealedReport'),
	title: requiredText(100),
	detail: text(8000),
	reportedAt: timestamp,
	resident: v.optional(ref('resident')),
	dwelling: v.optional(ref('dwelling')),
	/** Whom the reporter rang, and when. */
	phoned: v.optional(v.object({ whom: requiredText(100), at: timestamp })),
	replaces: v.optional(ref('sealedReport'))
});
export type SealedReport = v.InferOutput<typeof sealedReportSchema>;

export const sealedReportType: RecordType<SealedReport> = {
	type: 'sealedReport',
	v: 1,
	scope: 'user',
	nature: 'event',
	schema: sealedReportSchema,
	columns: (report) => ({ at: report.reportedAt })
};
