import * as v from 'valibot';
import { gridCode } from '../org/org';
import { byManagers, day, profileFields, requiredText, text, type RecordType } from '../record';

/** An extra round in heat, cold, storm or before a festival; it adds tasks and replaces no cadence (R-V8). */
export const surgeCampaignSchema = v.object({
	...profileFields,
	type: v.literal('surgeCampaign'),
	title: requiredText(60),
	kind: v.picklist(['heat', 'cold', 'typhoon', 'festival', 'other']),
	tiers: v.pipe(v.array(v.picklist(['A', 'B', 'C', 'D', 'E'])), v.minLength(1)),
	/** First and last day, both inclusive. */
	from: day,
	to: day,
	/** Left out: all grids of the community. */
	grids: v.optional(v.array(gridCode)),
	note: v.optional(text(1000))
});
export type SurgeCampaign = v.InferOutput<typeof surgeCampaignSchema>;

export const surgeCampaignType: RecordType<SurgeCampaign> = {
	type: 'surgeCampaign',
	v: 1,
	scope: 'org',
	nature: 'profile',
	schema: surgeCampaignSchema,
	columns: (campaign) => ({ kind: campaign.kind }),
	mayWrite: byManagers
};
