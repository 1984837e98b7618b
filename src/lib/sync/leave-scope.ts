import type { RevisionRef } from '../store/ledger';
import { scopeStateKey, SCOPE_GONE } from './contract';
import { writePosition } from './first-load-position';
import { withdrawOwn } from './give-back';
import { historyKey } from './history';
import { keepCopy } from './kept-copies';
import { partFrom } from './lacking';
import { leafPages } from './leaf-pages';
import type { PushSource } from './push';
import { among } from './revisions';

/** Records asked about at once. */
const PAGE = 400;

/**
 * Takes a scope off this device: its sent records go (R-P3), what the server has not acknowledged stays and is put
 * aside (N2). Cut in between, it is run again; a scope that comes back is loaded from the start.
 */
export async function leaveScope(source: PushSource): Promise<void> {
	const { ledger, putAside, scope, store } = source;
	await writePosition(store, scope, undefined);
	await store.writeSetting(historyKey(scope), undefined);
	for await (const page of leafPages(ledger, scope, PAGE)) await letGo(source, page);
	const unsent = await ledger.unsent(scope);
	const reason = 'this scope is no longer yours';
	await putAside.addNew(unsent.map((ref) => ({ ...ref, error: SCOPE_GONE, reason })), Date.now()); // prettier-ignore
	await store.writeSetting(scopeStateKey(scope), undefined);
}

/**
 * What this user wrote and the server has forgotten, because it was restored meanwhile, counts as unsent again and stays
 * (N1): nobody may compare it any more once the scope is open to others only. For what the server has, it may be restored
 * later; so it leaves a sealed copy here.
 */
async function letGo(source: PushSource, page: readonly RevisionRef[]): Promise<void> {
	const { ledger, scope, store, user } = source;
	const isUnsent = among(await ledger.unsent(scope));
	const { lacking, copy } = await partFrom(source, page.filter((each) => !isUnsent(each))); // prettier-ignore
	if (lacking.length > 0) await withdrawOwn(source, lacking);
	if (copy) await keepCopy(user, store, copy, source.now());
	await ledger.forget(scope, [...new Set(page.map(({ id }) => id))]);
}
