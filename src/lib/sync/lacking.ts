import type { Scope } from '../org/scopes';
import type { RevisionRef } from '../store/ledger';
import type { SealedCopy } from './kept-copies';
import type { Remote } from './remote';
import type { Wire } from './wire';

/** Of these revisions the ones that the server does not have. */
export async function lackingOf(
	{ remote }: { readonly remote: Remote },
	revisions: readonly RevisionRef[]
): Promise<RevisionRef[]> {
	const missing = await remote.db.revsDiff(byId(revisions));
	return revisions.filter(({ id, rev }) => missing[id]?.missing?.includes(rev));
}

/**
 * The same of a scope that leaves this device, asked of the app's server, for the user may read it no longer; and a sealed
 * copy of what the server does have.
 * @throws {NoAnswer} when it cannot be asked now; a server that does not know the question lacks nothing, as far as
 * anybody can tell
 */
export async function partFrom(
	{ scope, wire }: { readonly scope: Scope; readonly wire: Wire },
	revisions: readonly RevisionRef[]
): Promise<{ lacking: RevisionRef[]; copy?: SealedCopy | undefined }> {
	if (revisions.length === 0) return { lacking: [] };
	const body = JSON.stringify({ scope, revisions: byId(revisions), seal: true });
	const answer = await wire.json('/../api/held', { method: 'POST', body }).catch((error: unknown) => {
		if ((error as { status?: unknown }).status === 404) return {};
		throw error;
	});
	const { missing = {}, copy } = answer as { missing?: Record<string, string[]>; copy?: SealedCopy };
	return { lacking: revisions.filter(({ id, rev }) => missing[id]?.includes(rev)), copy };
}

function byId(revisions: readonly RevisionRef[]): Record<string, string[]> {
	const ids: Record<string, string[]> = {};
	for (const { id, rev } of revisions) (ids[id] ??= []).push(rev);
	return ids;
}
