import type { ServerScope } from 'nano';
import { isScope } from '../org/scopes';
import { Refusal } from './gateway/refusal';
import { bodyOf, wholeBody } from './gateway/request-body';

/** Revisions asked about at once; a device asks for some hundred. */
const MOST = 1000;
/** Bytes of the question, unpacked. */
const LARGEST = 256 * 1024;

type Revisions = Record<string, string[]>;

/**
 * Which of these revisions a database lacks: `{ missing: { <id>: [<rev>…] } }`. For a device whose user has lost the
 * scope and is about to drop what it had sent: a server that was restored may have forgotten it (N1). Whoever is signed
 * in may ask, because it takes a revision's hash to learn that it is there.
 * @param request `{ scope, revisions: { <id>: [<rev>…] } }`
 * @throws {Refusal} 400 for another question, 413 for one that is too large
 */
export async function lackingRevisions(
	request: Request,
	admin: ServerScope
): Promise<{ missing: Revisions }> {
	const { scope, revisions } = checked(await questionOf(request));
	try {
		const answer = (await admin.request({
			db: scope,
			path: '_revs_diff',
			method: 'POST',
			body: revisions
		})) as Record<string, { missing: string[] }>;
		return { missing: Object.fromEntries(Object.entries(answer).map(([id, { missing }]) => [id, missing])) };
	} catch (error) {
		// The database is gone, and everything with it.
		if ((error as { statusCode?: unknown }).statusCode === 404) return { missing: revisions };
		throw error;
	}
}

async function questionOf(request: Request): Promise<unknown> {
	const body = bodyOf(request, LARGEST);
	try {
		return body && (JSON.parse((await wholeBody(body)).toString('utf8')) as unknown);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function checked(question: unknown): { scope: string; revisions: Revisions } {
	const { scope, revisions } = (question ?? {}) as { scope?: unknown; revisions?: unknown };
	const lists = Object.values((revisions ?? {}) as object) as unknown[];
	const isList = (list: unknown) => Array.isArray(list) && list.every((rev) => typeof rev === 'string');
	if (typeof scope !== 'string' || !isScope(scope) || typeof revisions !== 'object' || !lists.every(isList))
		throw new Refusal(400, 'bad_request', 'Expected { scope, revisions }.');
	if (lists.flat().length > MOST) throw new Refusal(413, 'too_large', `At most ${MOST} revisions.`);
	return { scope, revisions: (revisions ?? {}) as Revisions };
}
