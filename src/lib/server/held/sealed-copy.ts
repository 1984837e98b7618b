import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as v from 'valibot';
import type { SealingKey } from './keys';

/*
 * What a device is given to keep when a scope leaves it: the records that its user had a hand in, sealed by the server
 * for the server (docs/adr/0017). Nobody but a server that has the key can open it (N7) or make one, so what comes back
 * may be written as it is.
 */

/** Sealed, as it travels and lies on the device. */
export const sealedCopySchema = v.object({
	id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
	/** Of the records in it. */
	scope: v.string(),
	/** Id of the server's key. */
	key: v.pipe(v.string(), v.regex(/^key:[0-9a-f]{16}$/)),
	/** Base64 of IV (12 bytes), tag (16) and AES-256-GCM of gzip of JSON. */
	text: v.pipe(v.string(), v.base64())
});
export type SealedCopy = v.InferOutput<typeof sealedCopySchema>;

/** What is in it. */
export interface CopyContent {
	/** Whose device keeps it. */
	readonly user: string;
	/** Leaves with their histories. */
	readonly docs: readonly CopiedDocument[];
	/** Of a photo: the key under which the device itself seals the picture and then forgets it (`photo.ts`), base64. */
	readonly pictureKey?: string;
}
export interface CopiedDocument {
	readonly _id: string;
	readonly _rev: string;
}

const IV = 12;
const TAG = 16;
/** Bytes that a copy may unpack to. */
const LARGEST = 64 * 1024 * 1024;

export const newCopyId = (): string => randomBytes(16).toString('hex');

/** What is sealed along and lies open: a copy stays that of its scope. */
const labelOf = ({ id, scope, key }: Pick<SealedCopy, 'id' | 'scope' | 'key'>) =>
	Buffer.from(JSON.stringify(['linli-copy/1', id, scope, key]));

export async function sealCopy(
	label: Pick<SealedCopy, 'id' | 'scope'>,
	content: CopyContent,
	key: SealingKey
): Promise<SealedCopy> {
	const named = { ...label, key: key.id };
	const iv = randomBytes(IV);
	const cipher = createCipheriv('aes-256-gcm', key.secret, iv, { authTagLength: TAG }).setAAD(labelOf(named));
	const packed = await promisify(gzip)(JSON.stringify(content));
	const sealed = Buffer.concat([cipher.update(packed), cipher.final()]);
	return { ...named, text: Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64') };
}

/** `undefined` for what this key did not seal, or did not seal so. */
export async function openCopy(copy: SealedCopy, key: SealingKey): Promise<CopyContent | undefined> {
	const bytes = Buffer.from(copy.text, 'base64');
	if (bytes.length <= IV + TAG) return undefined;
	const decipher = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, IV), { authTagLength: TAG });
	decipher.setAAD(labelOf(copy)).setAuthTag(bytes.subarray(IV, IV + TAG));
	let packed: Buffer;
	try {
		packed = Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]);
	} catch {
		return undefined;
	}
	const text = await promisify(gunzip)(packed, { maxOutputLength: LARGEST });
	return JSON.parse(text.toString('utf8')) as CopyContent;
}
