/**
 * One leaf of a document's revision tree as `_bulk_get?revs=true&attachments=true` gives it: its whole ancestry in
 * `_revisions`, its attachments inline. Written with `new_edits:false` it makes the same leaf elsewhere.
 */
export interface Leaf {
	readonly _id: string;
	readonly _rev: string;
	readonly _deleted?: boolean;
	readonly _revisions?: { readonly start: number; readonly ids: readonly string[] };
	readonly _attachments?: Readonly<Record<string, unknown>>;
	readonly [field: string]: unknown;
}

/** Design documents hold the validation that ordinary documents would have to pass. */
export const isDesign = (id: string): boolean => id.startsWith('_design/');

/** The leaf that CouchDB shows: a live one before a deleted one, then the longest history, then the greater hash. */
export function winnerOf(leaves: readonly Leaf[]): Leaf | undefined {
	return [...leaves].sort(
		(a, b) => Number(a._deleted ?? false) - Number(b._deleted ?? false) || later(a, b)
	)[0];
}

function later(a: Leaf, b: Leaf): number {
	const generation = (leaf: Leaf) => Number(leaf._rev.split('-')[0]);
	return generation(b) - generation(a) || (a._rev < b._rev ? 1 : -1);
}

/** Whether a revision is this leaf or one of its ancestors. */
export function isInHistory(leaf: Leaf, rev: string): boolean {
	const { start = 0, ids = [] } = leaf._revisions ?? {};
	return leaf._rev === rev || ids.some((id, back) => `${start - back}-${id}` === rev);
}
