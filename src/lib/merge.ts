import { canonical, fromCanonical } from './merge-canonical';
import { hasSeen, joinSeen } from './merge-seen';
import { readState, writeState, type Dropped, type ProfileState, type Written } from './merge-state';
import type { Profile } from './record';

/**
 * One document out of the leaves of a profile (N5): the newer value of each field, and under `contested` every value
 * that lost to somebody who had not seen it. Commutative, associative, idempotent; no clock, no order of keys. Who
 * overwrote a value that was in front of him has decided: that is no contest. A history of which `seen` knows too
 * little may show a contest too many, never one too few. Values that are the same are no contest: they lie under `agreed`.
 * @param leaves at least one, all of one document
 */
export function mergeProfiles<P extends Profile>(leaves: readonly P[]): P {
	const distinct = new Map(leaves.map((leaf) => [canonical({ ...leaf, _rev: undefined }), leaf]));
	if (distinct.size === 1) {
		const [text] = distinct.keys();
		return fromCanonical(text as string) as P;
	}
	return writeState([...distinct.values()].map(readState).reduce(join)) as P;
}

function join(a: ProfileState, b: ProfileState): ProfileState {
	const fields = new Map(a.fields);
	for (const [name, theirs] of b.fields) {
		const ours = fields.get(name);
		fields.set(name, ours && isNewer(ours, theirs) ? ours : theirs);
	}
	const seen = new Map(a.seen);
	for (const [device, theirs] of b.seen) seen.set(device, joinSeen(seen.get(device), theirs));
	return {
		v: Math.max(a.v, b.v),
		created: a.created < b.created ? a.created : b.created,
		changed: a.changed > b.changed ? a.changed : b.changed,
		fields,
		dropped: unite([...survivors(a, b), ...survivors(b, a)], fields),
		seen
	};
}

const isNewer = (a: Written, b: Written) => (a.stamp === b.stamp ? a.text > b.text : a.stamp > b.stamp);

/** Values of `ours` that the other side has too, or has never seen; what it saw and has no longer was superseded. */
function survivors(ours: ProfileState, theirs: ProfileState): Dropped[] {
	const has = new Set(values(theirs).map(({ field, stamp }) => `${field} ${stamp}`));
	return values(ours).filter(
		({ field, stamp }) => has.has(`${field} ${stamp}`) || !hasSeen(theirs.seen, stamp)
	);
}

const values = ({ fields, dropped }: ProfileState): Dropped[] => [
	...[...fields].map(([field, written]) => ({ ...written, field, confirmed: '' })),
	...dropped
];

/** Each value once, a confirmed one as confirmed; without the ones that won. */
function unite(all: readonly Dropped[], fields: ReadonlyMap<string, Written>): Dropped[] {
	const byKey = new Map<string, Dropped>();
	for (const each of all) {
		const kept = fields.get(each.field);
		if (kept?.stamp === each.stamp && kept.text === each.text) continue;
		const key = JSON.stringify([each.field, each.stamp, each.text]);
		const other = byKey.get(key);
		if (!other || each.confirmed > other.confirmed) byKey.set(key, each);
	}
	return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
