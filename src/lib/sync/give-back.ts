import type { RevisionRef } from '../store/ledger';
import { lackingOf } from './lacking';
import { noteCaughtUp } from './met';
import type { PushSource } from './push';
import type { SentDocument } from './remote';

const PAGE = 500;

/**
 * Compares everything here with the server. What this user wrote and the server lacks counts as unsent again, so that
 * its receipt tells the truth (N3), and goes up with the next push; what others wrote is offered at once, and is
 * theirs to send when the server wants it from nobody else.
 */
export async function giveBack(source: PushSource): Promise<void> {
	const { ledger, local, remote, scope, store, user } = source;
	let after: string | undefined;
	for (;;) {
		const page: RevisionRef[] = await ledger.leaves(scope, {
			limit: PAGE,
			...(after !== undefined && { after })
		});
		const last = page.at(-1)?.id;
		if (last === undefined) break;
		after = last;
		const lacking = await lackingOf(source, page);
		if (lacking.length === 0) continue;
		const { results } = await local.bulkGet({ docs: lacking, revs: true });
		const docs = results.flatMap(({ docs: found }) =>
			found.flatMap((each) => ('ok' in each ? [each.ok as unknown as Authored] : []))
		);
		const own = docs.filter(({ createdBy, updatedBy }) => createdBy === user || updatedBy === user);
		await ledger.withdraw(scope, own.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
		await remote.send(docs.filter((doc) => !own.includes(doc)));
	}
	await noteCaughtUp(store, scope);
}

type Authored = SentDocument & { readonly createdBy?: unknown; readonly updatedBy?: unknown };
