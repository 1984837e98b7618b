import { withdrawAcknowledged } from './acknowledged';
import { scopeStateKey, SCOPE_GONE } from './contract';
import { writePosition } from './first-load-position';
import { historyKey } from './history';
import type { PushSource } from './push';

const PAGE = 1000;

/**
 * Takes a scope off this device: its sent records go (R-P3), what the server has not acknowledged stays and is put
 * aside (N2). Cut in between, it is run again; a scope that comes back is loaded from the start.
 */
export async function leaveScope(source: PushSource): Promise<void> {
	const { ledger, putAside, scope, store } = source;
	await writePosition(store, scope, undefined);
	await store.writeSetting(historyKey(scope), undefined);
	await withdrawAcknowledged(source);
	const unsent = await ledger.unsent(scope);
	const reason = 'this scope is no longer yours';
	await putAside.addNew(unsent.map((ref) => ({ ...ref, error: SCOPE_GONE, reason })), Date.now()); // prettier-ignore
	let after: string | undefined;
	for (;;) {
		const page = await ledger.leaves(scope, { limit: PAGE, ...(after !== undefined && { after }) });
		after = page.at(-1)?.id;
		if (after === undefined) break;
		await ledger.forget(scope, [...new Set(page.map(({ id }) => id))]);
	}
	await store.writeSetting(scopeStateKey(scope), undefined);
}
