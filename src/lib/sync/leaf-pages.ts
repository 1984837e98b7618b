import type { Scope } from '../org/scopes';
import type { Ledger, RevisionRef } from '../store/ledger';

/** All leaves of a scope, page by page; records may go or change while a page is worked on. */
export async function* leafPages(
	ledger: Ledger,
	scope: Scope,
	limit: number
): AsyncGenerator<RevisionRef[], void> {
	let after: string | undefined;
	for (;;) {
		const page = await ledger.leaves(scope, { limit, ...(after !== undefined && { after }) });
		after = page.at(-1)?.id;
		if (after === undefined) return;
		yield page;
	}
}
