import { scopeStateKey, SCOPE_GONE } from './contract';
import { writePosition } from './first-load-position';
import { withdrawOwn } from './give-back';
import { historyKey } from './history';
import { lackingOfTaken } from './lacking';
import { leafPages } from './leaf-pages';
import type { PushSource } from './push';
import { among } from './revisions';

const PAGE = 1000;
/** Records asked about at once. */
const ASKED = 400;

/**
 * Takes a scope off this device: its sent records go (R-P3), what the server has not acknowledged stays and is put
 * aside (N2). Cut in between, it is run again; a scope that comes back is loaded from the start.
 */
export async function leaveScope(source: PushSource): Promise<void> {
	const { ledger, putAside, scope, store } = source;
	await withdrawLacking(source);
	await writePosition(store, scope, undefined);
	await store.writeSetting(historyKey(scope), undefined);
	const unsent = await ledger.unsent(scope);
	const reason = 'this scope is no longer yours';
	await putAside.addNew(unsent.map((ref) => ({ ...ref, error: SCOPE_GONE, reason })), Date.now()); // prettier-ignore
	for await (const page of leafPages(ledger, scope, PAGE))
		await ledger.forget(scope, [...new Set(page.map(({ id }) => id))]);
	await store.writeSetting(scopeStateKey(scope), undefined);
}

/**
 * What this user wrote and the server has forgotten, because it was restored meanwhile, counts as unsent again (N1):
 * nobody may compare it any more once the scope is open to others only.
 */
async function withdrawLacking(source: PushSource): Promise<void> {
	const { ledger, scope } = source;
	const isUnsent = among(await ledger.unsent(scope));
	for await (const page of leafPages(ledger, scope, ASKED)) {
		const sent = page.filter((each) => !isUnsent(each));
		const lacking = await lackingOfTaken(source, sent);
		if (lacking.length > 0) await withdrawOwn(source, lacking);
	}
}
