import { collectConflicts, collectLeaves, type RevNode, type RevTree } from 'pouchdb-merge';

/** True when some revision has two successors or the history has two roots; false for almost every record. */
export function branches(tree: RevTree): boolean {
	if (tree.length > 1) return true;
	let node: RevNode | undefined = tree[0]?.ids;
	while (node) {
		if (node[2].length > 1) return true;
		node = node[2][0];
	}
	return false;
}

/** True when more than one leaf is alive, so that somebody has to merge. */
export const inConflict = (tree: RevTree): boolean =>
	branches(tree) && collectConflicts({ rev_tree: tree }).length > 0;

/** Those of `revs` that are leaves of the tree. */
export function onlyLeaves(revs: readonly string[], tree: RevTree): string[] {
	if (!revs.length) return [];
	const leaves = new Set(collectLeaves(tree).map((leaf) => leaf.rev));
	return [...new Set(revs)].filter((rev) => leaves.has(rev));
}
