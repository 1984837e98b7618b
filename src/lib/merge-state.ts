import { canonical, fromCanonical } from './merge-canonical';
import { readSeen, writeSeen, type Seen } from './merge-seen';
import type { Contest, Profile } from './record';
import { stampAt, stampDevice } from './stamp';

/*
 * A profile as merging sees it. Each part joins by itself, so the whole merges the same in whatever order leaves meet.
 */

/** A value somebody gave a field; `text` is its canonical JSON, empty when the field was removed. */
export interface Written {
	readonly stamp: string;
	readonly text: string;
}
/** A value that lost, not yet superseded by somebody who had seen it. */
export interface Dropped extends Written {
	readonly field: string;
	/** Canonical JSON of the marker; empty while nobody has looked. */
	readonly confirmed: string;
}
export interface ProfileState {
	readonly v: number;
	/** Canonical JSON of what is set once; the earliest wins. */
	readonly created: string;
	/** Canonical JSON of the last change: its stamp, when and by whom. */
	readonly changed: string;
	readonly fields: ReadonlyMap<string, Written>;
	readonly dropped: readonly Dropped[];
	readonly seen: Map<string, Seen>;
}
interface Created {
	createdAt: string;
	createdBy: string;
}

const CREATED = ['createdAt', 'createdBy', '_id', 'type', 'device', 'origin', 'clockOffset'];
const CHANGED = ['stamp', 'updatedAt', 'updatedBy'];
const NO_FIELDS = new Set([...CREATED, ...CHANGED, 'v', 'stamps', 'seen', 'contested', 'agreed']);
/** What a merge takes field by field: all but the head that every document has. Also what a newer app has added. */
export const isField = (name: string) => !NO_FIELDS.has(name) && !name.startsWith('_');

export function readState(leaf: Profile): ProfileState {
	const values = leaf as Record<string, unknown>;
	const { stamps, contested = [], agreed = [] } = leaf;
	const fields = new Map<string, Written>();
	// A document with stamps has changed since it was made, and `stamp` is its last change: not that of other fields.
	const unstamped = stamps ? stampAt(leaf.createdAt) : leaf.stamp;
	for (const name of Object.keys(values))
		if (isField(name) && values[name] !== undefined)
			fields.set(name, { stamp: stamps?.[name] ?? unstamped, text: canonical(values[name]) });
	for (const [name, stamp] of Object.entries(stamps ?? {}))
		if (isField(name) && !fields.has(name)) fields.set(name, { stamp, text: '' });

	const dropped = [...contested, ...agreed].map((each) => ({
		field: each.field,
		stamp: each.droppedStamp,
		text: canonical(each.dropped),
		confirmed: canonical(each.confirmed)
	}));
	return {
		v: leaf.v,
		created: pick(values, CREATED),
		changed: pick(values, CHANGED),
		fields,
		dropped,
		seen: readSeen(
			leaf,
			[...fields.values(), ...dropped].map(({ stamp }) => stamp)
		)
	};
}

/** Keys in order, so that devices that merge the same leaves write the same revision. */
export function writeState(state: ProfileState): Profile {
	const created = fromCanonical(state.created) as Created;
	const start = stampAt(created.createdAt);
	const stamps: Record<string, string> = {};
	const doc: Record<string, unknown> = {
		...created,
		...(fromCanonical(state.changed) as object),
		v: state.v
	};
	for (const [name, { stamp, text }] of state.fields) {
		if (text) doc[name] = fromCanonical(text);
		if (!text || stamp !== start) stamps[name] = stamp;
	}
	const by = (stamp: string) => {
		const device = stampDevice(stamp);
		return state.seen.get(device)?.by || (device ? device.slice(0, 64) : created.createdBy);
	};
	const keptIn = (field: string) => state.fields.get(field) ?? { stamp: start, text: '' };
	const describe = ({ field, stamp, text, confirmed }: Dropped): Contest => {
		const kept = keptIn(field);
		return {
			field,
			kept: fromCanonical(kept.text),
			keptBy: by(kept.stamp),
			keptStamp: kept.stamp,
			dropped: fromCanonical(text),
			droppedBy: by(stamp),
			droppedStamp: stamp,
			confirmed: fromCanonical(confirmed) as Contest['confirmed']
		};
	};
	const differs = ({ field, text }: Dropped) => keptIn(field).text !== text;
	const contested = state.dropped.filter(differs).map(describe);
	const agreed = state.dropped.filter((each) => !differs(each)).map(describe);
	Object.assign(doc, { stamps, seen: writeSeen(state.seen, start) });
	if (contested.length) doc.contested = contested;
	if (agreed.length) doc.agreed = agreed;
	return fromCanonical(canonical(doc)) as Profile;
}

/** Those named keys as canonical JSON, in the order named: text that sorts by the first of them. */
const pick = (values: Record<string, unknown>, names: readonly string[]) =>
	JSON.stringify(
		Object.fromEntries(
			names.filter((name) => name in values).map((name) => [name, fromCanonical(canonical(values[name]))])
		)
	);
