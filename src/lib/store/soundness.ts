import { Dexie } from 'dexie';
import { collectLeaves, isDeleted, winningRev } from 'pouchdb-merge';
import type { Scope } from '../org/scopes';
import { reading, type DeviceDatabase } from './database';
import { inConflict } from './revision-tree';
import { readTree, type RecordRow } from './rows';

/** For tests: everything that must agree with everything else in a scope, found out by reading all of its rows. */
export async function faultsOf(db: DeviceDatabase, scope: Scope): Promise<string[]> {
	const { minKey, maxKey } = Dexie;
	const found = await reading(db, ['records', 'revisions', 'scopes'], async () => ({
		rows: await db.records.where('[scope+id]').between([scope, minKey], [scope, maxKey]).toArray(),
		losers: await db.revisions
			.where('[scope+id+rev]')
			.between([scope, minKey, minKey], [scope, maxKey, maxKey])
			.primaryKeys(),
		counters: await db.scopes.get(scope),
		unsent: await db.records.where({ scope, unsent: 1 }).count(),
		listed: await db.records
			.where('[scope+type+at]')
			.between([scope, minKey, minKey], [scope, maxKey, maxKey])
			.count()
	}));
	const { rows, counters } = found;
	if (!counters) return rows.length ? ['no counters'] : [];
	const faults = rows.flatMap((row) => faultsOfRow(row).map((fault) => `${row.id}: ${fault}`));
	const expect = (what: string, stored: number, counted: number) => {
		if (stored !== counted) faults.push(`${what}: ${stored}, counted ${counted}`);
	};
	expect('count', counters.count, rows.filter((row) => !row.deleted).length);
	expect('rows', counters.rows ?? rows.length, rows.length);
	expect('sequence', new Set(rows.map((row) => row.seq)).size, rows.length);
	if (rows.some((row) => row.seq > counters.seq)) faults.push('a row is ahead of the sequence');
	expect('unsent index', found.unsent, rows.filter((row) => row.unsent).length);
	expect('type index', found.listed, rows.filter((row) => row.type).length);
	const trees = new Map(rows.map((row) => [row.id, readTree(row)]));
	for (const [, id, rev] of found.losers) {
		const leaves = collectLeaves(trees.get(id) ?? []);
		if (!leaves.some((leaf) => leaf.rev === rev)) faults.push(`${id}: keeps ${rev}, which is no leaf`);
	}
	return faults;
}

function faultsOfRow(row: RecordRow): string[] {
	const tree = readTree(row);
	const leaves = new Set(collectLeaves(tree).map(({ rev }) => rev));
	const faults: string[] = [];
	if (winningRev({ rev_tree: tree }) !== row.rev) faults.push('another revision wins');
	if (isDeleted({ rev_tree: tree }, row.rev) !== (row.deleted === 1)) faults.push('deleted or not');
	if (inConflict(tree) !== (row.conflicted === 1)) faults.push('in conflict or not');
	if (!!row.waiting?.length !== (row.unsent === 1))
		faults.push('unsent without waiting, or waiting unmarked');
	if (row.waiting?.some((rev) => !leaves.has(rev))) faults.push('waits with a revision that is no leaf');
	return faults;
}
