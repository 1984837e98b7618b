import { expect, test } from 'vitest';
import {
	graft,
	hasRev,
	historyOf,
	latestOf,
	leavesOf,
	newRevision,
	pruneLeaves,
	winnerOf,
	type RevTree
} from './revisions';

const grown = (...histories: string[][]) =>
	histories.reduce<RevTree>(
		(tree, history) => graft(tree, history, history[0]?.endsWith('x') ?? false, 1000),
		[]
	);

test('the winner is alive, then longest, then greatest', () => {
	expect(winnerOf(grown(['2-b', '1-a'], ['2-c', '1-a']))).toBe('2-c');
	expect(winnerOf(grown(['2-b', '1-a'], ['3-d', '2-c', '1-a']))).toBe('3-d');
	expect(winnerOf(grown(['2-b', '1-a'], ['9-x', '1-a']))).toBe('2-b');
});

test('whatever order branches come in, leaves and winner are the same', () => {
	const histories = [['3-c', '2-b', '1-a'], ['2-d', '1-a'], ['4-x', '3-e', '2-b', '1-a'], ['1-z']];
	const forward = grown(...histories);
	const backward = grown(...histories.reverse());
	expect(leavesOf(backward)).toEqual(leavesOf(forward));
	expect(winnerOf(backward)).toBe('3-c');
});

test('a shortened history keeps the trunk that another leaf still needs', () => {
	let tree: RevTree = [];
	for (const history of [
		['3-c', '2-b', '1-a'],
		['2-y', '1-a']
	])
		tree = graft(tree, history, false, 2);
	expect(hasRev(tree, '1-a')).toBe(true);
	tree = graft(tree, ['4-d', '3-c'], false, 2);
	expect(historyOf(tree, '4-d')).toEqual(['4-d', '3-c']);
	expect(historyOf(tree, '2-y')).toEqual(['2-y', '1-a']);
});

test('leaves that descend from a revision', () => {
	const tree = grown(['3-c', '2-b', '1-a'], ['2-d', '1-a']);
	expect(latestOf(tree, '1-a')).toEqual(['3-c', '2-d']);
	expect(latestOf(tree, '2-b')).toEqual(['3-c']);
	expect(latestOf(tree, '9-z')).toEqual([]);
});

test('a purged leaf takes along what only led to it', () => {
	const tree = pruneLeaves(grown(['3-c', '2-b', '1-a'], ['2-d', '1-a']), ['3-c']);
	expect(leavesOf(tree)).toEqual([{ rev: '2-d', deleted: false }]);
	expect(hasRev(tree, '2-b')).toBe(false);
	expect(hasRev(tree, '1-a')).toBe(true);
});

test('the same edit gives the same revision, a key named __proto__ included', () => {
	expect(newRevision('1-a', false, { a: 1, b: [{ c: 2 }] }, [])).toBe(
		newRevision('1-a', false, { b: [{ c: 2 }], a: 1 }, [])
	);
	const strange = JSON.parse('{"__proto__":1}');
	expect(newRevision('1-a', false, { x: strange }, [])).not.toBe(newRevision('1-a', false, { x: {} }, []));
});
