import type { ServerScope } from 'nano';
import type { Scope } from '../../org/scopes';
import type { Doc } from '../../record';
import { reconcile } from './reconcile';

const BATCH = 1_000;

/** What a run did in one database. */
export interface WriteCounts {
	readonly written: number;
	readonly unchanged: number;
	/** Changed in the field since their import, and therefore left alone. */
	readonly kept: number;
}

/**
 * Brings a database's imported records to what they should be.
 * @param state.now milliseconds since 1970
 * @param state.empty the database is new, so nothing has to be compared
 * @param progress called after each batch with the number of records done in this database
 */
export async function writeRecords(
	server: ServerScope,
	scope: Scope,
	records: readonly Doc[],
	state: { readonly now: number; readonly empty: boolean },
	progress: (done: number) => void
): Promise<WriteCounts> {
	const counts = { written: 0, unchanged: 0, kept: 0 };
	for (let from = 0; from < records.length; from += BATCH) {
		const batch = records.slice(from, from + BATCH);
		const stored = state.empty ? new Map<string, Doc>() : await storedDocs(server, scope, batch);
		const steps = batch.map((record) => reconcile(record, stored.get(record._id), state.now));
		const docs = steps.flatMap((step) => (step.do === 'write' ? [step.doc] : []));
		if (docs.length > 0) await bulkWrite(server, scope, docs);
		counts.written += docs.length;
		counts.unchanged += steps.filter((step) => step.do === 'nothing').length;
		counts.kept += steps.filter((step) => step.do === 'keep').length;
		progress(from + batch.length);
	}
	return counts;
}

async function storedDocs(
	server: ServerScope,
	scope: Scope,
	batch: readonly Doc[]
): Promise<Map<string, Doc>> {
	const answer = await server.db.use<Doc>(scope).fetch({ keys: batch.map((record) => record._id) });
	return new Map(answer.rows.flatMap((row) => ('doc' in row && row.doc ? [[row.doc._id, row.doc]] : [])));
}

async function bulkWrite(server: ServerScope, scope: Scope, docs: readonly Doc[]): Promise<void> {
	const answers = await server.db.use<Doc>(scope).bulk({ docs: [...docs] });
	// nano gives `undefined` for an answer that is no JSON: a cut connection must not look like success.
	if (!Array.isArray(answers) || answers.length !== docs.length)
		throw new Error(`${scope}: the database's answer was cut off`);
	const refused = answers.find((answer) => answer.error !== undefined);
	if (refused)
		throw new Error(`${scope}: ${refused.id} was refused: ${refused.error ?? ''} ${refused.reason ?? ''}`);
}
