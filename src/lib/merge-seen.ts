import type { Profile } from './record';
import { stampAt, stampDevice } from './stamp';

/*
 * Which changes are part of a document's history. They are told one by one: a device can change a document that lacks its
 * own earlier change, when that one lies on a leaf not merged yet, so its last stamp says nothing of those before it.
 */

/** Changes of one device. Stamps lie here without the device: `<ms>.<counter>`. */
export interface Seen {
	/** User name; empty when not known. */
	readonly by: string;
	/** All up to here; empty for none. */
	readonly upTo: string;
	/** And these, each later. */
	readonly edits: readonly string[];
}

type Written = NonNullable<Profile['seen']>[string];

/**
 * So many changes of one device are told one by one; of older ones it is taken that they are known. A leaf that stayed
 * unmerged while its device changed the document as often again would lose its contest.
 */
const TOLD = 24;

const front = (stamp: string) => stamp.split('.').slice(0, 2).join('.');
const later = (a: string, b: string) => (a > b ? a : b);

export const hasSeen = (seen: ReadonlyMap<string, Seen>, stamp: string): boolean => {
	const known = seen.get(stampDevice(stamp));
	const time = front(stamp);
	return known !== undefined && (time <= known.upTo || known.edits.includes(time));
};

export const joinSeen = (a: Seen | undefined, b: Seen): Seen =>
	a ? ordered(later(a.by, b.by), later(a.upTo, b.upTo), [...a.edits, ...b.edits]) : b;

const ordered = (by: string, upTo: string, edits: readonly string[]): Seen => ({
	by,
	upTo,
	edits: [...new Set(edits)].filter((each) => each > upTo).sort()
});

/** What the document says it has seen, and whatever stamps it shows. */
export function readSeen(leaf: Profile, shown: Iterable<string>): Map<string, Seen> {
	const seen = new Map(Object.entries(leaf.seen ?? {}).map(([device, written]) => [device, read(written)]));
	addSeen(seen, stampAt(leaf.createdAt), '');
	addSeen(seen, leaf.stamp, leaf.updatedBy ?? leaf.createdBy);
	for (const stamp of shown) addSeen(seen, stamp, '');
	return seen;
}

export function addSeen(seen: Map<string, Seen>, stamp: string, by: string): void {
	const device = stampDevice(stamp);
	const known = seen.get(device);
	if (!known || known.by < by || !hasSeen(seen, stamp))
		seen.set(device, joinSeen(known, { by, upTo: '', edits: [front(stamp)] }));
}

/** As it lies in the document, without the one that every document has: that it was made at `start`. */
export function writeSeen(seen: ReadonlyMap<string, Seen>, start: string): Record<string, Written> {
	const written: Record<string, Written> = {};
	for (const [device, { by, upTo, edits }] of seen) {
		const stamp = `${edits.at(-1) ?? upTo}.${device}`;
		if (stamp === start) continue;
		const oneByOne = edits.length ? { ...(upTo && { upTo }), edits: [...edits] } : {};
		written[device] = { stamp, ...(by && { by }), ...oneByOne };
	}
	return written;
}

/** Forgets single stamps of a device of which there are too many. Part of a change, never of a merge. */
export function shorten(seen: Map<string, Seen>, device: string): void {
	const { by, upTo, edits } = seen.get(device) ?? { by: '', upTo: '', edits: [] };
	const surplus = edits.length - TOLD;
	if (surplus > 0) seen.set(device, ordered(by, edits[surplus - 1] ?? upTo, edits));
}

/** Without `edits`, as documents had it before: all up to the last stamp. */
const read = ({ stamp, by = '', upTo = '', edits }: Written): Seen =>
	edits ? ordered(by, upTo, edits) : { by, upTo: front(stamp), edits: [] };
