import * as v from 'valibot';
import { gridCode } from '../org/org';
import { photoRefs } from '../photo';
import { docFields, geoFix, ref, requiredText, text, timestamp, type RecordType } from '../record';

/** Who can solve it, from the ground up (R-C8). */
export const LEVELS = ['grid', 'community', 'subdistrict', 'district', 'city'] as const;
export type Level = (typeof LEVELS)[number];
export const PRIORITIES = ['emergency', 'urgent', 'normal'] as const;

/**
 * Anything to be solved (事件): the facts as they were reported, which never change. Status, level, deadlines and
 * merging follow from its actions (R-C2, N6). A resident is named by id only: monitors read this database.
 */
export const issueSchema = v.object({
	...docFields,
	type: v.literal('issue'),
	/** Spoken number: day, author, running number of the day. */
	no: requiredText(40),
	/** Code of the catalogue entry (R-C7); data of the community. */
	issueType: requiredText(40),
	title: requiredText(100),
	detail: v.optional(text(4000)),
	priority: v.picklist(PRIORITIES),
	reportedAt: timestamp,
	grid: gridCode,
	/** In words. */
	place: v.optional(text(200)),
	/** What it is about, when that is on the map: a building, an inspection point, premises. */
	subject: v.optional(requiredText(64)),
	geo: v.optional(v.pick(geoFix, ['lat', 'lng'])),
	dwelling: v.optional(ref('dwelling')),
	resident: v.optional(ref('resident')),
	photos: photoRefs,
	/** User name of whoever was told first, and owns it until another accepts it (R-C4). */
	firstReceiver: requiredText(64),
	source: v.picklist(['visit', 'inspection', 'hotline', 'self'])
});
export type Issue = v.InferOutput<typeof issueSchema>;

export const issueType: RecordType<Issue> = {
	type: 'issue',
	v: 1,
	scope: 'area',
	nature: 'event',
	schema: issueSchema,
	columns: (issue) => ({
		subject: issue.subject ?? issue.grid,
		at: issue.reportedAt,
		kind: issue.issueType,
		...(issue.dwelling && { place: issue.dwelling })
	})
};
