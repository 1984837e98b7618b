import type { Scope } from '../org/scopes';
import type { LoadedDoc } from './first-load-pages';
import type { Wire } from './wire';
import { isHistory } from './window';

/*
 * History on the server, by what it is about. The view `latest` of `_design/history` (provision/history-view.ts) lists
 * each event under [subject, type, kind, when], and tells of each [subject, type, kind] when the latest was: due lists
 * need the last visit of a household, however long ago it was.
 */

const view = (scope: Scope, query: Record<string, unknown>) => {
	const asked = Object.entries(query).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
	return `/${scope}/_design/history/_view/latest?${new URLSearchParams(asked)}`;
};
const DOCS = { reduce: false, include_docs: true, conflicts: true };
const PAGE = 500;
/** Milliseconds that an event may have happened before it was written down. */
const MARGIN = 86_400_000;

/**
 * The latest event of each kind about each subject, as far as it lies before the window.
 * @param start of the window, milliseconds since the epoch
 */
export async function readLatest(wire: Wire, scope: Scope, start: number): Promise<LoadedDoc[]> {
	const latest = await ask<{ key: unknown[]; value: { max: number } }>(
		wire,
		view(scope, { reduce: true, group_level: 3 })
	);
	const old = latest.filter(({ value }) => value.max < start + MARGIN);
	const docs: LoadedDoc[] = [];
	for (let from = 0; from < old.length; from += PAGE) {
		const keys = old.slice(from, from + PAGE).map(({ key, value }) => [...key, value.max]);
		const body = JSON.stringify({ keys });
		docs.push(...(await askDocs(wire, view(scope, DOCS), { method: 'POST', body })));
	}
	return docs.filter(({ _id }) => isHistory(scope, _id, start));
}

/** Everything that ever happened about a subject. */
export const readHistory = (wire: Wire, scope: Scope, subject: string): Promise<LoadedDoc[]> =>
	askDocs(wire, view(scope, { ...DOCS, startkey: [subject], endkey: [subject, {}] }));

async function askDocs(wire: Wire, path: string, init?: RequestInit): Promise<LoadedDoc[]> {
	const rows = await ask<{ doc?: LoadedDoc }>(wire, path, init);
	return rows.flatMap(({ doc }) => (doc ? [doc] : []));
}

/** A server of before has no such view, or does not offer it: then there is no history to be had. */
async function ask<Row>(wire: Wire, path: string, init?: RequestInit): Promise<Row[]> {
	try {
		return ((await wire.json(path, init)) as { rows: Row[] }).rows;
	} catch (error) {
		const { status } = error as { status?: unknown };
		if (status === 404 || status === 403) return [];
		throw error;
	}
}
