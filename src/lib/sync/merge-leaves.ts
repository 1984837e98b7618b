import { scopeKind, type Scope } from '../org/scopes';
import { mergeProfiles } from '../merge';
import { canonical } from '../merge-canonical';
import { checkRecord, type Profile } from '../record';
import { RECORD_TYPES } from '../record-types';
import type { Ledger } from '../store/ledger';

export interface MergeSource {
	readonly scope: Scope;
	readonly local: PouchDB.Database;
	readonly ledger: Ledger;
}
type Leaf = Profile & { _rev: string; _deleted?: boolean };

/** Records looked at in one round; the rest waits for the next. */
const LIMIT = 1000;

/**
 * Merges the profiles that have several living leaves (N5). The result goes onto the winning leaf, whose revision is
 * made of its content: every device that merges these leaves writes the same one. Then the others end, saying into
 * which revision they went, as the guard asks. Cut in between, the next round finds the leaves again and ends them.
 * @returns how many records were merged here
 */
export async function mergeLeaves({ scope, local, ledger }: MergeSource): Promise<number> {
	// Only managers may write there: a merge on a worker's device would be refused for good.
	if (scopeKind(scope) === 'org') return 0;
	let merged = 0;
	for (const id of await ledger.conflicted(scope, LIMIT)) {
		const [winner, ...losers] = await livingLeaves(local, id);
		if (!winner || losers.length === 0) continue;
		const recordType = RECORD_TYPES.get(winner.type);
		// Events never change (N4); a type that only a newer app knows is left to that one.
		if (recordType?.nature !== 'profile') continue;
		const whole = mergeProfiles([winner, ...losers]);
		if (checkRecord(recordType.schema, whole).length) continue;
		const rev = await write(local, winner, whole);
		// Somebody saved in the meantime: the next round sees what there is then.
		if (!rev) continue;
		await local.bulkDocs(
			losers.map(({ _id, _rev, type }) => ({ _id, _rev, type, _deleted: true, mergedInto: rev }))
		);
		merged++;
	}
	return merged;
}

/** The winner first, as CouchDB chooses it. */
async function livingLeaves(local: PouchDB.Database, id: string): Promise<Leaf[]> {
	const found = await local.get<Leaf>(id, { open_revs: 'all' });
	const leaves = found.flatMap((each) => ('ok' in each && !each.ok._deleted ? [each.ok] : []));
	const winner = (await local.get(id))._rev;
	const rank = ({ _rev }: Leaf) => (_rev === winner ? 0 : 1);
	return leaves.sort((a, b) => rank(a) - rank(b) || (a._rev < b._rev ? -1 : 1));
}

/** Revision that holds the merged record; undefined when the leaf was overtaken. */
async function write(local: PouchDB.Database, winner: Leaf, whole: Profile): Promise<string | undefined> {
	const doc = { ...whole, _rev: winner._rev };
	if (canonical(doc) === canonical(winner)) return winner._rev;
	const [answer] = await local.bulkDocs([doc]);
	return answer && 'ok' in answer ? answer.rev : undefined;
}
