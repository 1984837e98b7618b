import type { RevisionRef } from '../store/ledger';
import type { Remote } from './remote';

/** Of these revisions the ones that the server does not have. */
export async function lackingOf(
	{ remote }: { readonly remote: Remote },
	revisions: readonly RevisionRef[]
): Promise<RevisionRef[]> {
	const missing = await remote.db.revsDiff(byId(revisions));
	return revisions.filter(({ id, rev }) => missing[id]?.missing?.includes(rev));
}

function byId(revisions: readonly RevisionRef[]): Record<string, string[]> {
	const ids: Record<string, string[]> = {};
	for (const { id, rev } of revisions) (ids[id] ??= []).push(rev);
	return ids;
}
