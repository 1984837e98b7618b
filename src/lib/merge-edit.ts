import { canonical } from './merge-canonical';
import { addSeen, shorten, writeSeen } from './merge-seen';
import { isField, readState } from './merge-state';
import type { Profile } from './record';
import { stampAt, stampDevice } from './stamp';

/** Who changes a profile, when by the device's clock (UTC, ISO) and by the hybrid logical clock. */
export interface Change {
	/** Later than the profile's own stamp, whatever the device's clock says: `nextStamp(now, profile.stamp, device)`. */
	readonly stamp: string;
	readonly at: string;
	readonly by: string;
}

/**
 * A profile with new values, marked so that a merge knows what was changed, and upon which knowledge. A field given as
 * undefined is removed. The same profile comes back when nothing differs.
 * @param values of ordinary fields; the head of the document is not changed this way
 */
export function editProfile<P extends Profile>(profile: P, values: Partial<P>, change: Change): P {
	const before = profile as Record<string, unknown>;
	const changed = Object.entries(values).filter(
		([name, value]) => isField(name) && canonical(value) !== canonical(before[name])
	);
	if (!changed.length) return profile;
	const { stamp, at, by } = change;
	// Who overwrites a value has seen it, whoever else had typed the same; what was contested stays until confirmed.
	const agreed = profile.agreed?.filter(({ field }) => !changed.some(([name]) => name === field));
	return {
		...profile,
		...Object.fromEntries(changed),
		stamp,
		updatedAt: at,
		updatedBy: by,
		...(agreed && { agreed }),
		stamps: { ...profile.stamps, ...Object.fromEntries(changed.map(([name]) => [name, stamp])) },
		seen: seenAfter(profile, change)
	};
}

/** What a profile's next state knows: all that this one does, and the change itself. */
export function seenAfter(profile: Profile, { stamp, by }: Pick<Change, 'stamp' | 'by'>): Profile['seen'] {
	const { seen } = readState(profile);
	addSeen(seen, stamp, by);
	shorten(seen, stampDevice(stamp));
	return writeSeen(seen, stampAt(profile.createdAt));
}
