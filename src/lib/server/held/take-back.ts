import type { ServerScope } from 'nano';
import * as v from 'valibot';
import { Refusal } from '../gateway/refusal';
import { scopeName, lackingRevisions } from './held';
import { keyNamed } from './keys';
import { hasMark, setMark } from './marks';
import { questionOf } from './question';
import { withPicture } from './photo';
import { openCopy, sealedCopySchema, type CopiedDocument, type CopyContent } from './sealed-copy';

const MOST = 1000;
const copiesSchema = v.object({
	copies: v.pipe(
		v.array(v.object({ scope: scopeName, id: sealedCopySchema.entries.id })),
		v.maxLength(MOST, `at most ${MOST} copies`)
	)
});
const givenSchema = v.object({
	...sealedCopySchema.entries,
	/** Of a photo: what the device sealed, base64. */
	picture: v.optional(v.pipe(v.string(), v.base64()))
});
/** Bytes of one copy, a good deal more than a thousand records come to. */
const LARGEST = 32 * 1024 * 1024;

/**
 * Which of these copies the server can do without: it has not been restored from before them.
 * @returns ids of the others
 * @throws {Refusal} 400 for another question
 */
export async function askWanted(request: Request, admin: ServerScope): Promise<{ wanted: string[] }> {
	const { copies } = await questionOf(request, copiesSchema, 256 * 1024);
	const wanted: string[] = [];
	for (const { scope, id } of copies) if (!(await hasMark(admin, scope, id))) wanted.push(id);
	return { wanted };
}

/**
 * Writes what a restored server has forgotten, out of a copy that it had sealed before. What it has stays as it is.
 * @returns ids of records that the database's rules refuse now
 * @throws {Refusal} 400 for what this server never sealed, 403 for another user's, 404 without the database, 410 when the
 * key is lost
 */
export async function takeBack(
	request: Request,
	caller: { readonly name: string },
	admin: ServerScope
): Promise<{ refused: string[] }> {
	const { picture, ...copy } = await questionOf(request, givenSchema, LARGEST);
	const { scope, id } = copy;
	const key = await keyNamed(admin, copy.key);
	if (!key) throw new Refusal(410, 'gone', 'The key of this copy is not on this server.');
	const content = await openCopy(copy, key);
	if (!content) throw new Refusal(400, 'bad_request', 'This server has not sealed this.');
	if (content.user !== caller.name)
		throw new Refusal(403, 'forbidden', 'The copy was given to somebody else.');

	const docs = content.pictureKey === undefined ? content.docs : pictured(content, picture);
	const refused = await writeMissing(admin, scope, docs);
	if (refused.length > 0) return { refused };
	if (!(await setMark(admin, scope, id))) throw noDatabase();
	// Restored just before the mark came, it would be marked and lack the records.
	return { refused: await writeMissing(admin, scope, docs) };
}

function pictured({ docs, pictureKey = '' }: CopyContent, picture = ''): CopiedDocument[] {
	return docs.map((doc) => {
		const whole = withPicture(doc, picture, pictureKey);
		if (!whole) throw new Refusal(400, 'bad_request', 'This is not the picture that the server had.');
		return whole;
	});
}

/** @returns ids of those that the database refuses */
async function writeMissing(
	admin: ServerScope,
	scope: string,
	docs: readonly CopiedDocument[]
): Promise<string[]> {
	const revisions: Record<string, string[]> = {};
	for (const { _id, _rev } of docs) (revisions[_id] ??= []).push(_rev);
	const missing = await lackingRevisions(admin, scope, revisions);
	const lacking = docs.filter(({ _id, _rev }) => missing[_id]?.includes(_rev));
	return lacking.length > 0 ? write(admin, scope, lacking) : [];
}

async function write(admin: ServerScope, scope: string, docs: readonly object[]): Promise<string[]> {
	const body = { docs, new_edits: false };
	const answer: unknown = await admin
		.request({ db: scope, path: '_bulk_docs', method: 'POST', body })
		.catch((error: unknown) => {
			if ((error as { statusCode?: unknown }).statusCode === 404) throw noDatabase();
			throw error;
		});
	// nano gives no list for an answer that was cut off.
	if (!Array.isArray(answer)) throw new Error(`${scope}: the database's answer was cut off`);
	return (answer as { id: string; error?: string }[]).filter(({ error }) => error).map(({ id }) => id);
}

const noDatabase = () => new Refusal(404, 'not_found', 'Database does not exist.');
