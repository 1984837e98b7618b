import type { Query, Store, Stored } from '../store/contract';
import type { Issue } from './issue';
import type { IssueAction } from './issue-action';
import { inOrder, isReadable, SETTLING, settledIssues } from './standing';

/** Issues on this device, newest first, and which of them are settled. */
export interface Issues {
	readonly all: readonly Stored<Issue>[];
	readonly settled: ReadonlySet<string>;
}

/** @param query narrows them: `{ place: dwelling }`, `{ subject: point }`; left out: all */
export async function readIssues(
	store: Store,
	query: Pick<Query, 'place' | 'subject'> = {}
): Promise<Issues> {
	const [found, ...actions] = await Promise.all([
		store.find<Issue>({ type: 'issue', newestFirst: true, ...query }),
		...SETTLING.map((kind) => store.find<IssueAction>({ type: 'issueAction', kind }))
	]);
	return {
		all: found.filter(({ record }) => isReadable(record)),
		settled: settledIssues(actions.flat().map(({ record }) => record))
	};
}

/** One issue with everything that was done about it, oldest first; `null` when it is not on this device. */
export async function readIssue(
	store: Store,
	id: string,
	areas: readonly string[]
): Promise<{ readonly stored: Stored<Issue>; readonly steps: readonly IssueAction[] } | null> {
	for (const area of areas) {
		const stored = await store.read<Issue>(area, id);
		if (!stored || !isReadable(stored.record)) continue;
		const actions = await store.find<IssueAction>({ type: 'issueAction', subject: id, scopes: [area] });
		return { stored, steps: inOrder(actions.map(({ record }) => record)) };
	}
	return null;
}
