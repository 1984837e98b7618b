import type { ServerScope } from 'nano';
import type { Leaf } from './leaf';

/** Documents a request. Attachments are asked for one document at a time, so that photos do not fill the memory. */
const PAGE = 500;

interface Changes {
	readonly results: readonly { readonly id: string }[];
	readonly last_seq: string | number;
}
interface BulkGet {
	readonly results: readonly {
		readonly id: string;
		readonly docs: readonly { readonly ok?: Leaf; readonly error?: { readonly reason?: string } }[];
	}[];
}

/**
 * All leaves of every document of a database: winners, conflicts and deletions, document by document. A document that
 * changes meanwhile may come twice, the second time as it is then.
 * @throws {Error} when the server does not give a leaf that it listed
 */
export async function* readLeaves(server: ServerScope, db: string): AsyncGenerator<readonly Leaf[]> {
	let since: string | number = 0;
	for (;;) {
		const qs = { since, limit: PAGE, style: 'all_docs' };
		const answer: unknown = await server.request({ db, path: '_changes', qs });
		const page: Changes = whole<Changes>(db, answer);
		if (page.results.length > 0) {
			const ids = page.results.map((change) => change.id);
			for (const leaves of await leavesOf(server, db, ids, false)) {
				const id = leaves[0]?._id;
				const heavy = id !== undefined && leaves.some((leaf) => leaf._attachments !== undefined);
				if (heavy) yield* await leavesOf(server, db, [id], true);
				else yield leaves;
			}
		}
		if (page.results.length < PAGE) return;
		since = page.last_seq;
	}
}

async function leavesOf(
	server: ServerScope,
	db: string,
	ids: readonly string[],
	attachments: boolean
): Promise<Leaf[][]> {
	const qs = { revs: true, ...(attachments && { attachments }) };
	const body = { docs: ids.map((id) => ({ id })) };
	const answer: unknown = await server.request({ db, path: '_bulk_get', method: 'POST', qs, body });
	const { results } = whole<BulkGet>(db, answer);
	if (results.length !== ids.length) throw new Error(`${db}: the database's answer was cut off`);
	return results.map(({ id, docs }) =>
		docs.map(({ ok, error }) => {
			if (!ok) throw new Error(`${db}: ${id} cannot be read: ${error?.reason ?? 'no revision'}`);
			return ok;
		})
	);
}

/** nano gives `undefined` for an answer that is no JSON: a cut connection must not look like an empty database. */
function whole<T extends { readonly results: readonly unknown[] }>(db: string, answer: unknown): T {
	if (answer !== null && typeof answer === 'object' && 'results' in answer && Array.isArray(answer.results))
		return answer as T;
	throw new Error(`${db}: the database's answer was cut off`);
}
