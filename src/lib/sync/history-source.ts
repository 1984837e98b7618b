import type { Scope } from '../org/scopes';
import type { LoadedDoc } from './first-load-pages';
import type { Wire } from './wire';
import { isHistory } from './window';

/*
 * History on the server, by what it is about. The view `latest` of `_design/history` lists each event under
 * [subject, type, kind] with `<when> <id>`, and reduces to the latest of each: due lists need the last visit of a
 * household, however long ago it was.
 */

const view = (scope: Scope, query: Record<string, unknown>) => {
	const asked = Object.entries(query).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
	return `/${scope}/_design/history/_view/latest?${new URLSearchParams(asked)}`;
};
const PAGE = 500;

/**
 * The latest event of each kind about each subject, as far as it lies before the window.
 * @param start of the window, milliseconds since the epoch
 */
export async function readLatest(wire: Wire, scope: Scope, start: number): Promise<LoadedDoc[]> {
	const rows = await ask<{ value: string }>(wire, view(scope, { group: true }));
	const ids = rows.map(({ value }) => value.slice(value.indexOf(' ') + 1));
	const old = ids.filter((id) => isHistory(scope, id, start));
	const docs: LoadedDoc[] = [];
	for (let from = 0; from < old.length; from += PAGE) {
		const body = JSON.stringify({ keys: old.slice(from, from + PAGE) });
		const path = `/${scope}/_all_docs?include_docs=true&conflicts=true`;
		const { rows: found } = (await wire.json(path, { method: 'POST', body })) as {
			rows: { doc?: LoadedDoc }[];
		};
		for (const { doc } of found) if (doc) docs.push(doc);
	}
	return docs;
}

/** Everything that ever happened about a subject. */
export async function readHistory(wire: Wire, scope: Scope, subject: string): Promise<LoadedDoc[]> {
	const range = { startkey: [subject], endkey: [subject, {}] };
	const path = view(scope, { ...range, reduce: false, include_docs: true, conflicts: true });
	const rows = await ask<{ doc?: LoadedDoc }>(wire, path);
	return rows.flatMap(({ doc }) => (doc ? [doc] : []));
}

/** A server of before has no such view, or does not offer it: then there is no history to be had. */
async function ask<Row>(wire: Wire, path: string): Promise<Row[]> {
	try {
		return ((await wire.json(path)) as { rows: Row[] }).rows;
	} catch (error) {
		const { status } = error as { status?: unknown };
		if (status === 404 || status === 403) return [];
		throw error;
	}
}
