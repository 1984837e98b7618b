import { groupBy } from '../group-by';
import type { Profile } from '../record';
import { stampDevice, stampTime } from '../stamp';

/** What one person changed of a profile at one moment, as far as the profile still tells. */
export interface ProfileChange {
	/** Stamp of the change. */
	readonly stamp: string;
	/** UTC ISO. */
	readonly at: string;
	/** User name; empty when the profile does not tell whose device it was. */
	readonly by: string;
	readonly fields: readonly string[];
}

/** The last change of each field, fields that were changed together in one entry; newest first. */
export function changesOf({ stamps = {}, seen = {}, updatedBy, stamp: last }: Profile): ProfileChange[] {
	const byStamp = groupBy(Object.entries(stamps), ([, stamp]) => stamp);
	return [...byStamp]
		.map(([stamp, fields]) => ({
			stamp,
			at: new Date(stampTime(stamp)).toISOString(),
			by: (stamp === last ? updatedBy : undefined) ?? seen[stampDevice(stamp)]?.by ?? '',
			fields: fields.map(([field]) => field)
		}))
		.sort((a, b) => (a.stamp < b.stamp ? 1 : -1));
}
