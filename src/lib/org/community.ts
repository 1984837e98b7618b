import * as v from 'valibot';
import { byManagers, day, profileFields, requiredText, text, type RecordType } from '../record';

/**
 * What a community has changed of the shipped defaults (N10): one record a topic. Each domain reads its own topic and
 * lays `values` over its default; what it does not know is kept.
 */
export const settingsSchema = v.object({
	...profileFields,
	type: v.literal('settings'),
	topic: v.picklist(['visits', 'care', 'inspections', 'issues', 'volunteers', 'calendar', 'privacy']),
	values: v.record(v.string(), v.unknown())
});
export type CommunitySettings = v.InferOutput<typeof settingsSchema>;

/** Something the managers tell everybody; withdrawn by `voided`. */
export const noticeSchema = v.object({
	...profileFields,
	type: v.literal('notice'),
	title: requiredText(100),
	body: text(8000),
	/** The last day on which it is shown. */
	until: v.optional(day)
});
export type Notice = v.InferOutput<typeof noticeSchema>;

const profile = { v: 1, scope: 'org', nature: 'profile', mayWrite: byManagers } as const;

export const settingsType: RecordType<CommunitySettings> = {
	...profile,
	type: 'settings',
	schema: settingsSchema,
	columns: (settings) => ({ kind: settings.topic })
};
export const noticeType: RecordType<Notice> = {
	...profile,
	type: 'notice',
	schema: noticeSchema,
	columns: () => ({})
};
