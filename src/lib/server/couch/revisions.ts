import { createHash } from 'node:crypto';
import { merge, winningRev, type CouchRevNode, type CouchRevRoot } from 'pouchdb-merge';
import { badRequest } from './errors';
import { isObject, type Json } from './json';

/** `<generation>-<hash>` */
export type Rev = string;
export type RevTree = CouchRevRoot[];

export interface Leaf {
	readonly rev: Rev;
	readonly deleted: boolean;
}

interface Node {
	readonly generation: number;
	readonly ids: CouchRevNode;
	readonly parent: Node | undefined;
}

export function parseRev(rev: unknown): { generation: number; hash: string } {
	const match = typeof rev === 'string' ? /^([1-9]\d{0,8})-(.{1,256})$/s.exec(rev) : null;
	if (!match?.[1] || !match[2] || !match[2].isWellFormed() || match[2].includes('\0')) {
		throw badRequest('Invalid rev format');
	}
	return { generation: Number(match[1]), hash: match[2] };
}

export const hashOf = (rev: Rev) => rev.slice(rev.indexOf('-') + 1);
export const generationOf = (rev: Rev) => Number.parseInt(rev, 10);

function* nodesOf(tree: RevTree): Generator<Node> {
	const open: Node[] = tree.map((root) => ({ generation: root.pos, ids: root.ids, parent: undefined }));
	for (let node = open.pop(); node; node = open.pop()) {
		yield node;
		for (const child of node.ids[2]) {
			open.push({ generation: node.generation + 1, ids: child, parent: node });
		}
	}
}

const revOf = (node: Node): Rev => `${node.generation}-${node.ids[0]}`;

const find = (tree: RevTree, rev: Rev): Node | undefined => {
	for (const node of nodesOf(tree)) if (revOf(node) === rev) return node;
	return undefined;
};

export const hasRev = (tree: RevTree, rev: Rev) => find(tree, rev) !== undefined;

export const isDeletedRev = (tree: RevTree, rev: Rev) => find(tree, rev)?.ids[1].deleted === true;

/** The revision and its known ancestors, newest first; only itself when the tree does not know it. */
export function historyOf(tree: RevTree, rev: Rev): Rev[] {
	const history: Rev[] = [];
	for (let node = find(tree, rev); node; node = node.parent) history.push(revOf(node));
	return history.length ? history : [rev];
}

/** Leaves in CouchDB's order: living before deleted, then longest, then greatest hash. The first one is the winner. */
export function leavesOf(tree: RevTree): Leaf[] {
	const leaves: Leaf[] = [];
	for (const node of nodesOf(tree)) {
		if (!node.ids[2].length) leaves.push({ rev: revOf(node), deleted: node.ids[1].deleted === true });
	}
	return leaves.sort(byPrecedence);
}

function byPrecedence(a: Leaf, b: Leaf): number {
	if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
	const longer = generationOf(b.rev) - generationOf(a.rev);
	if (longer) return longer;
	return hashOf(a.rev) < hashOf(b.rev) ? 1 : -1;
}

/** The leaves that descend from a revision, the revision itself when it is one; empty when unknown. */
export function latestOf(tree: RevTree, rev: Rev): Rev[] {
	const found: Leaf[] = [];
	for (const node of nodesOf(tree)) {
		if (node.ids[2].length) continue;
		for (let up: Node | undefined = node; up; up = up.parent) {
			if (revOf(up) !== rev) continue;
			found.push({ rev: revOf(node), deleted: node.ids[1].deleted === true });
			break;
		}
	}
	return found.sort(byPrecedence).map((leaf) => leaf.rev);
}

/**
 * Adds a revision with its history to a tree.
 * @param history the new revision first, then its ancestors
 * @param limit the database's `_revs_limit`: longer branches lose their oldest revisions
 */
export function graft(tree: RevTree, history: readonly Rev[], deleted: boolean, limit: number): RevTree {
	const leaf = history[0];
	if (leaf === undefined) return tree;
	let ids: CouchRevNode = [
		hashOf(leaf),
		deleted ? { status: 'available', deleted } : { status: 'available' },
		[]
	];
	for (const rev of history.slice(1)) ids = [hashOf(rev), { status: 'missing' }, [ids]];
	const path = { pos: generationOf(leaf) - history.length + 1, ids };
	return shortened(tree.length ? merge(tree, path, Number.MAX_SAFE_INTEGER).tree : [path], limit);
}

/**
 * Keeps each leaf's newest `limit` revisions and what leaves share of them, as CouchDB does; the merging library
 * cuts a branch even where another leaf still needs its trunk.
 */
function shortened(tree: RevTree, limit: number): RevTree {
	const all = [...nodesOf(tree)];
	const kept = new Set<CouchRevNode>();
	for (const leaf of all) {
		if (leaf.ids[2].length) continue;
		let left = limit;
		for (let node: Node | undefined = leaf; node && left > 0; node = node.parent, left--) kept.add(node.ids);
	}
	if (kept.size === all.length) return tree;
	const roots = all.filter((node) => kept.has(node.ids) && !(node.parent && kept.has(node.parent.ids)));
	for (const ids of kept) ids[2] = ids[2].filter((child) => kept.has(child));
	return roots.map((root) => ({ pos: root.generation, ids: root.ids })).sort((a, b) => a.pos - b.pos);
}

export const winnerOf = (tree: RevTree): Rev => winningRev({ rev_tree: tree });

/** The tree without some of its leaves (purge); ancestors that only led to them go too. */
export function pruneLeaves(tree: RevTree, revs: readonly Rev[]): RevTree {
	const kept = leavesOf(tree).filter((leaf) => !revs.includes(leaf.rev));
	return kept.reduce<RevTree>(
		(grown, leaf) => graft(grown, historyOf(tree, leaf.rev), leaf.deleted, Number.MAX_SAFE_INTEGER),
		[]
	);
}

/** Same content on the same parent gives the same revision, so two servers that get the same edit agree. */
export function newRevision(parent: Rev | undefined, deleted: boolean, body: Json, attachments: Json): Rev {
	const hash = createHash('md5').update(JSON.stringify(sorted([deleted, parent ?? null, body, attachments])));
	return `${parent === undefined ? 1 : generationOf(parent) + 1}-${hash.digest('hex')}`;
}

function sorted(value: Json): Json {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isObject(value)) return value;
	// entries instead of an object: a key named __proto__ must count like any other
	return Object.keys(value)
		.sort()
		.map((key) => [key, sorted(value[key] ?? null)]);
}
