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
	const { ledger, remote, scope, store } = source;
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
		const { own, foreign } = await byAuthor(source, lacking);
		await ledger.withdraw(scope, own.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
		await remote.send(foreign);
	}
	await noteCaughtUp(store, scope);
}

type Authored = SentDocument & { readonly createdBy?: unknown; readonly updatedBy?: unknown };

/** Documents with their histories: those that this user wrote or changed, and the others. */
export async function byAuthor(
	{ local, user }: Pick<PushSource, 'local' | 'user'>,
	revisions: readonly RevisionRef[]
): Promise<{ own: SentDocument[]; foreign: SentDocument[] }> {
	const { results } = await local.bulkGet({ docs: [...revisions], revs: true });
	const docs = results.flatMap(({ docs: found }) =>
		found.flatMap((each) => ('ok' in each ? [each.ok as unknown as Authored] : []))
	);
	const isOwn = ({ createdBy, updatedBy }: Authored) => createdBy === user || updatedBy === user;
	return { own: docs.filter(isOwn), foreign: docs.filter((doc) => !isOwn(doc)) };
}
