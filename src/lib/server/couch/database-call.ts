import type { Call } from './call';
import type { Database } from './database';
import { CouchError } from './errors';
import { isDesignId, requireRevision, type Incoming } from './incoming';
import type { WritePlan } from './plan-write';
import { requireDatabaseAdmin, type UserContext } from './security';
import type { Service } from './service';
import { checkUserDocument } from './users';
import { checkDesign, validate } from './validation';
import { writeDocuments, type WriteResult } from './write';

/** A request within one database, by somebody who may read it. */
export interface DatabaseCall {
	readonly call: Call;
	readonly db: Database;
	readonly user: UserContext;
	readonly service: Service;
	/** What follows the database in the path. */
	readonly rest: readonly string[];
}

/** Writes with every rule applied: design documents, accounts, the database's own validation. */
export function writeChecked(
	at: DatabaseCall,
	docs: readonly Incoming[],
	newEdits: boolean
): Promise<WriteResult[]> {
	if (!newEdits) docs.forEach(requireRevision);
	return writeDocuments(at.db, docs, newEdits, (plans) => judge(at, plans));
}

/** @throws CouchError what refused the document */
export async function writeOne(
	at: DatabaseCall,
	doc: Incoming,
	newEdits = true
): Promise<{ id: string; rev: string }> {
	const [result] = await writeChecked(at, [doc], newEdits);
	if (!result) throw new Error('a write without a result');
	if (!result.ok) throw result.error;
	return { id: result.id, rev: result.rev };
}

async function judge(at: DatabaseCall, plans: readonly WritePlan[]): Promise<(CouchError | undefined)[]> {
	const verdicts: (CouchError | undefined)[] = [];
	const ordinary: { plan: WritePlan; place: number }[] = [];
	for (const [place, plan] of plans.entries()) {
		if (isDesignId(plan.id)) verdicts[place] = await judgeDesign(at, plan);
		else if (plan.known) verdicts[place] = undefined;
		else {
			verdicts[place] =
				at.db.name === '_users' ? checkUserDocument(plan.newDoc, plan.oldDoc, at.user) : undefined;
			if (!verdicts[place]) ordinary.push({ plan, place });
		}
	}
	const judged = await validate(
		at.service.sandbox,
		at.db,
		at.user,
		ordinary.map(({ plan }) => plan)
	);
	ordinary.forEach(({ place }, n) => (verdicts[place] = judged[n]));
	return verdicts;
}

async function judgeDesign(at: DatabaseCall, plan: WritePlan): Promise<CouchError | undefined> {
	try {
		requireDatabaseAdmin(at.user, at.db);
		if (!plan.deleted) await checkDesign(at.service.sandbox, plan.newDoc);
		return undefined;
	} catch (error) {
		if (error instanceof CouchError) return error;
		throw error;
	}
}
