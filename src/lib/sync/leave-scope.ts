import { withdrawAcknowledged } from './acknowledged';
import { scopeStateKey, SCOPE_GONE } from './contract';
import { writePosition } from './first-load-position';
import { byAuthor } from './give-back';
import { historyKey } from './history';
import { lackingOfTaken } from './lacking';
import type { PushSource } from './push';

const PAGE = 1000;
/** Records asked about at once. */
const ASKED = 400;

/**
 * Takes a scope off this device: its sent records go (R-P3), what the server has not acknowledged stays and is put
 * aside (N2). Cut in between, it is run again; a scope that comes back is loaded from the start.
 */
export async function leaveScope(source: PushSource): Promise<void> {
	const { ledger, putAside, scope, store } = source;
	await withdrawAcknowledged(source);
	await withdrawLacking(source);
	await writePosition(store, scope, undefined);
	await store.writeSetting(historyKey(scope), undefined);
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

/**
 * What this user wrote and the server has forgotten, because it was restored meanwhile, counts as unsent again (N1):
 * nobody may compare it any more once the scope is open to others only.
 */
async function withdrawLacking(source: PushSource): Promise<void> {
	const { ledger, scope } = source;
	const unsent = new Set((await ledger.unsent(scope)).map(({ id, rev }) => `${id} ${rev}`));
	let after: string | undefined;
	for (;;) {
		const page = await ledger.leaves(scope, { limit: ASKED, ...(after !== undefined && { after }) });
		after = page.at(-1)?.id;
		if (after === undefined) return;
		const sent = page.filter(({ id, rev }) => !unsent.has(`${id} ${rev}`));
		const lacking = await lackingOfTaken(source, sent);
		if (lacking.length === 0) continue;
		const { own } = await byAuthor(source, lacking);
		await ledger.withdraw(scope, own.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
	}
}
