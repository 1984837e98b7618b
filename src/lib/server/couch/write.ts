import { breathe, SLICE } from './breathe';
import { dropUpload } from './blobs';
import type { Database } from './database';
import { CouchError } from './errors';
import { isLocalId, type Incoming } from './incoming';
import { putLocal } from './locals';
import { applyPlan, planWrite, type WritePlan } from './plan-write';
import type { Rev } from './revisions';

export type WriteResult =
	| { readonly ok: true; readonly id: string; readonly rev: Rev }
	| {
			readonly ok: false;
			readonly id: string | undefined;
			readonly rev: Rev | undefined;
			readonly error: CouchError;
	  };

/** Says for each planned write why it must not happen, or undefined. Runs outside any transaction. */
export type Judge = (plans: readonly WritePlan[]) => Promise<readonly (CouchError | undefined)[]>;

/**
 * Writes documents, each for itself: a refused one does not hold up the others. Results come in the order of the
 * documents, after the commit. Judged first, then applied only where nothing changed meanwhile, else judged again.
 */
export async function writeDocuments(
	db: Database,
	docs: readonly Incoming[],
	newEdits: boolean,
	judge: Judge
): Promise<WriteResult[]> {
	const results: WriteResult[] = [];
	try {
		for (let at = 0; at < docs.length; at += SLICE) {
			if (at > 0) await breathe();
			results.push(...(await writeSlice(db, docs.slice(at, at + SLICE), newEdits, judge)));
		}
		return results;
	} finally {
		// what was settled lies under its digest by now
		for (const doc of docs)
			for (const upload of doc.uploads.values()) if (db.isOpen) dropUpload(db, upload.key);
	}
}

async function writeSlice(
	db: Database,
	docs: readonly Incoming[],
	newEdits: boolean,
	judge: Judge
): Promise<WriteResult[]> {
	const results = new Array<WriteResult>(docs.length);
	let waiting = docs.map((doc, place) => ({ doc, place }));
	while (waiting.length) {
		const planned: { place: number; doc: Incoming; plan: WritePlan }[] = [];
		for (const { doc, place } of waiting) {
			const plan = attempt(() => (isLocalId(doc.id) ? undefined : planWrite(db, doc, newEdits)));
			if (plan instanceof CouchError) results[place] = refusal(doc, plan);
			else if (plan) planned.push({ doc, place, plan });
		}
		const verdicts = await judge(planned.map(({ plan }) => plan));
		const again: typeof waiting = [];
		const seq = db.seq;
		db.commit(() => {
			for (const { doc, place } of waiting) if (isLocalId(doc.id)) results[place] = writeLocal(db, doc);
			planned.forEach(({ doc, place, plan }, n) => {
				const verdict = verdicts[n];
				if (verdict) results[place] = refusal(doc, verdict, plan.id);
				else if (applyPlan(db, plan)) results[place] = { ok: true, id: plan.id, rev: plan.rev };
				else again.push({ doc, place });
			});
		});
		if (db.seq !== seq) db.emit('change');
		waiting = again;
	}
	return results;
}

function attempt<T>(work: () => T): T | CouchError {
	try {
		return work();
	} catch (error) {
		// a stub that stands for nothing refuses the whole request, as in CouchDB
		if (error instanceof CouchError && error.status !== 412) return error;
		throw error;
	}
}

function writeLocal(db: Database, doc: Incoming): WriteResult {
	return { ok: true, id: doc.id ?? '', rev: putLocal(db, doc) };
}

const refusal = (doc: Incoming, error: CouchError, id = doc.id): WriteResult => ({
	ok: false,
	id,
	rev: doc.history?.[0] ?? doc.rev,
	error
});
