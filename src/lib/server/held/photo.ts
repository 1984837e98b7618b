import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { ServerScope } from 'nano';
import * as v from 'valibot';
import { hadHandIn } from '../../had-hand-in';
import { unlessMissing } from '../provision/couch-error';
import { scopeName } from './held';
import { keyToSeal } from './keys';
import { setMark } from './marks';
import { questionOf } from './question';
import { newCopyId, sealCopy, type CopiedDocument, type SealedCopy } from './sealed-copy';

/*
 * A photo need not travel down again to be sealed: the server gives a key made for it, the device seals the bytes that it
 * has and forgets the key, and the server finds the key in the copy when it comes back. What the picture must be stands in
 * the copy, too: the SHA-256 of the document that the server had.
 */

const questionSchema = v.object({ scope: scopeName, id: v.pipe(v.string(), v.startsWith('photo:')) });

export interface PhotoAnswer {
	/** The server does not have it: the device must not let go of it. */
	readonly missing: boolean;
	/** When the caller took it. */
	readonly copy?: SealedCopy;
	/** AES-256 key for the picture, base64. */
	readonly pictureKey?: string;
}
type PhotoDocument = CopiedDocument & { readonly _attachments?: { readonly full?: unknown } };

/**
 * For a device that is about to let go of a photo whose scope was taken away.
 * @throws {Refusal} 400 for another question
 */
export async function askPhoto(
	request: Request,
	caller: { readonly name: string },
	admin: ServerScope
): Promise<PhotoAnswer> {
	const { scope, id } = await questionOf(request, questionSchema, 4096);
	const copyId = newCopyId();
	// The mark comes first, as for records.
	if (!(await setMark(admin, scope, copyId))) return { missing: true };
	const asked = { db: scope, path: encodeURIComponent(id), qs: { revs: true } };
	const doc = await unlessMissing(admin.request(asked) as Promise<PhotoDocument>);
	if (!doc?._attachments?.full) return { missing: true };
	if (!hadHandIn(doc, caller.name)) return { missing: false };
	const { _attachments, ...bare } = doc;
	const pictureKey = randomBytes(32).toString('base64');
	const content = { user: caller.name, docs: [bare], pictureKey };
	const copy = await sealCopy({ id: copyId, scope }, content, await keyToSeal(admin));
	return { missing: false, copy, pictureKey };
}

/**
 * The photo's document with the picture that a device had sealed; `undefined` when it is not the picture that the server
 * had, byte for byte.
 * @param picture base64 of what `Sealer.sealBytes` made of it, in the place of the document's id (store/sealing.ts)
 */
export function withPicture(
	doc: CopiedDocument & { readonly sha256?: unknown },
	picture: string,
	pictureKey: string
): (CopiedDocument & { readonly _attachments: object }) | undefined {
	const bytes = opened(Buffer.from(picture, 'base64'), Buffer.from(pictureKey, 'base64'), doc._id);
	if (!bytes || createHash('sha256').update(bytes).digest('hex') !== doc.sha256) return undefined;
	const full = { content_type: 'image/jpeg', data: bytes.toString('base64') };
	return { ...doc, _attachments: { full } };
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

function opened(sealed: Buffer, key: Buffer, place: string): Buffer | undefined {
	if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) return undefined;
	const nonce = sealed.subarray(1, 1 + NONCE);
	const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
	decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-TAG));
	try {
		return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]);
	} catch {
		return undefined;
	}
}
