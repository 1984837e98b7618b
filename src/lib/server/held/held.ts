import type { ServerScope } from 'nano';
import * as v from 'valibot';
import { hadHandIn } from '../../had-hand-in';
import { isScope } from '../../org/scopes';
import { Refusal } from '../gateway/refusal';
import { unlessMissing } from '../provision/couch-error';
import { setMark } from './marks';
import { keyToSeal } from './keys';
import { questionOf } from './question';
import { newCopyId, sealCopy, type CopiedDocument, type SealedCopy } from './sealed-copy';

/** Revisions asked about at once; a device asks for some hundred. */
const MOST = 1000;
/** Bytes of the question, unpacked. */
const LARGEST = 256 * 1024;

export const scopeName = v.pipe(v.string(), v.check(isScope, 'not a scope'));
const revisionsSchema = v.record(v.string(), v.array(v.string()));
const questionSchema = v.object({
	scope: scopeName,
	revisions: revisionsSchema,
	/** Whether the device is about to let go of what the server has, and wants a copy to keep. */
	seal: v.optional(v.boolean(), false)
});

export type Revisions = v.InferOutput<typeof revisionsSchema>;

export interface HeldAnswer {
	/** Of the revisions asked about, those that the database lacks. */
	readonly missing: Revisions;
	/** When one was wanted, and the caller had a hand in any of the others. */
	readonly copy?: SealedCopy;
}

/**
 * For a device whose user has lost the scope and is about to drop what it had sent: which of these revisions the server
 * lacks, because it was restored meanwhile (N1), and of the others a sealed copy, because it may be restored later. Whoever
 * is signed in may ask: it takes a revision's hash to learn that it is there, and nobody can read the copy.
 * @throws {Refusal} 400 for another question, 413 for one that is too large
 */
export async function askHeld(
	request: Request,
	caller: { readonly name: string },
	admin: ServerScope
): Promise<HeldAnswer> {
	const { scope, revisions, seal } = await questionOf(request, questionSchema, LARGEST);
	if (Object.values(revisions).flat().length > MOST)
		throw new Refusal(413, 'too_large', `At most ${MOST} revisions.`);
	const id = newCopyId();
	// The mark comes first: what is read after it was there while the mark was.
	const isThere = !seal || (await setMark(admin, scope, id));
	const missing = await lackingRevisions(admin, scope, revisions);
	if (!seal || !isThere) return { missing };
	const docs = (await leavesOf(admin, scope, without(revisions, missing))).filter((doc) =>
		hadHandIn(doc, caller.name)
	);
	if (docs.length === 0) return { missing };
	const copy = await sealCopy({ id, scope }, { user: caller.name, docs }, await keyToSeal(admin));
	return { missing, copy };
}

/** Of these revisions, those that a database lacks; all of them when it is gone. */
export async function lackingRevisions(
	admin: ServerScope,
	scope: string,
	revisions: Revisions
): Promise<Revisions> {
	const asked = { db: scope, path: '_revs_diff', method: 'POST', body: revisions };
	type Answer = Record<string, { missing: string[] }>;
	const answer = await unlessMissing(admin.request(asked) as Promise<Answer>);
	if (!answer) return revisions;
	return Object.fromEntries(Object.entries(answer).map(([id, { missing }]) => [id, missing]));
}

/** What has come of these revisions, with histories: what was changed since still has in it what was there before. */
async function leavesOf(admin: ServerScope, scope: string, revisions: Revisions): Promise<CopiedDocument[]> {
	const docs = Object.entries(revisions).flatMap(([id, revs]) => revs.map((rev) => ({ id, rev })));
	if (docs.length === 0) return [];
	const { results } = (await admin.request({
		db: scope,
		path: '_bulk_get',
		method: 'POST',
		qs: { revs: true, latest: true },
		body: { docs }
	})) as { results: { docs: { ok?: CopiedDocument }[] }[] };
	const leaves = results.flatMap(({ docs: found }) => found.flatMap(({ ok }) => ok ?? []));
	return [...new Map(leaves.map((leaf) => [`${leaf._id} ${leaf._rev}`, leaf])).values()];
}

function without(revisions: Revisions, left: Revisions): Revisions {
	const kept = Object.entries(revisions).map(
		([id, revs]) => [id, revs.filter((rev) => !left[id]?.includes(rev))] as const
	);
	return Object.fromEntries(kept.filter(([, revs]) => revs.length > 0));
}
