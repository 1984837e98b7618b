import type { Store } from '../store/contract';
import type { Ledger } from '../store/ledger';
import type { Scope } from '../org/scopes';
import { readPosition, writePosition } from './first-load-position';
import { historyKey } from './history';

/**
 * A scope of which rows have gone behind our back (docs/adr/0011) is loaded from its start, as if it were new: the
 * checkpoint says that everything is here, so nothing else would fetch them. What is there is not written twice, and
 * what waits to be sent stays. Cut anywhere, it is done again.
 * @returns whether something had gone
 */
export async function fetchLostAgain({
	ledger,
	scope,
	store
}: {
	readonly ledger: Ledger;
	readonly scope: Scope;
	readonly store: Store;
}): Promise<boolean> {
	const reached = (await readPosition(store, scope))?.reached;
	if (await ledger.isWhole(scope, reached)) return false;
	console.warn('sync:', scope, 'rows have gone, reading all again');
	await writePosition(store, scope, undefined);
	await store.writeSetting(historyKey(scope), undefined);
	await ledger.recount(scope, reached);
	return true;
}
