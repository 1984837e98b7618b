import { hadHandIn } from '../had-hand-in';
import type { RevisionRef } from '../store/ledger';
import { lackingOf } from './lacking';
import { leafPages } from './leaf-pages';
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
	for await (const page of leafPages(ledger, scope, PAGE)) {
		const lacking = await lackingOf(source, page);
		if (lacking.length > 0) await remote.send(await withdrawOwn(source, lacking));
	}
	await noteCaughtUp(store, scope);
}

/**
 * Of revisions that the server lacks, those that this user had a hand in count as unsent again.
 * @returns the documents of others, with their histories
 */
export async function withdrawOwn(
	{ ledger, local, scope, user }: PushSource,
	lacking: readonly RevisionRef[]
): Promise<SentDocument[]> {
	const { results } = await local.bulkGet({ docs: [...lacking], revs: true });
	const docs = results.flatMap(({ docs: found }) =>
		found.flatMap((each) => ('ok' in each ? [each.ok as unknown as SentDocument] : []))
	);
	const own = docs.filter((doc) => hadHandIn(doc, user));
	await ledger.withdraw(scope, own.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
	return docs.filter((doc) => !own.includes(doc));
}
