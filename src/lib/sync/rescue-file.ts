import { fromBase64, toBase64 } from '../base64';
import { openBox, sealForKey, type KeyHalves } from '../session/community-key';
import { PBKDF2, withSalt } from '../session/key-derivation';
import { unwrapBytes, wrapBytes } from '../session/wrap';
import { sealerOf } from '../store/sealing';
import type { Rescued } from './rescue';

/*
 * The rescue file: sealed under a key of its own, which is wrapped under a passphrase, and sealed for the community's
 * recovery key when there is one. It may travel by any messenger; without one of the two it says who and how much, and
 * nothing else.
 */

export interface RescueFile {
	readonly linli: 'rescue/1';
	readonly user: string;
	/** UTC ISO. */
	readonly madeAt: string;
	readonly records: number;
	readonly photos: number;
	readonly passphrase: {
		readonly rounds: number;
		readonly salt: string;
		readonly nonce: string;
		readonly bytes: string;
	};
	/** For the community's recovery key: whoever has its code opens it. */
	readonly recovery?: { readonly keyId: string; readonly box: string };
	readonly body: string;
}

const PURPOSE = 'linli-rescue';

export interface RescueLocks {
	readonly passphrase: string;
	readonly recovery?: { readonly keyId: string; readonly publicKey: string } | undefined;
}

/** @param now UTC ISO */
export async function writeRescueFile(
	user: string,
	rescued: Rescued,
	{ passphrase, recovery }: RescueLocks,
	now: string
): Promise<RescueFile> {
	const raw = crypto.getRandomValues(new Uint8Array(32));
	const wrap = await wrapBytes(raw, passphrase, withSalt(PBKDF2), PURPOSE);
	const body = await (await sealerFor(raw)).sealBytes(await pack(rescued), PURPOSE);
	return {
		linli: 'rescue/1',
		user,
		madeAt: now,
		records: Object.values(rescued.records).reduce((sum, docs) => sum + docs.length, 0),
		photos: rescued.photos.length,
		passphrase: {
			rounds: PBKDF2.rounds,
			salt: toBase64(wrap.derivation.salt),
			nonce: toBase64(wrap.nonce),
			bytes: toBase64(wrap.bytes)
		},
		...(recovery && {
			recovery: { keyId: recovery.keyId, box: await sealForKey(recovery.publicKey, toBase64(raw), user) }
		}),
		body: toBase64(body)
	};
}

/** What somebody chose as a rescue file; `undefined` when it is none. */
export function readRescueFile(text: string): RescueFile | undefined {
	try {
		const file = JSON.parse(text) as Partial<RescueFile> | null;
		const whole = file?.linli === 'rescue/1' && typeof file.body === 'string' && !!file.passphrase;
		return whole ? (file as RescueFile) : undefined;
	} catch {
		return undefined;
	}
}

/** By its passphrase. `undefined` when that is wrong or the file is damaged. */
export async function openRescueFile(file: RescueFile, passphrase: string): Promise<Rescued | undefined> {
	const { rounds, salt, nonce, bytes } = file.passphrase;
	const derivation = { name: 'pbkdf2-sha256', rounds, salt: fromBase64(salt) } as const;
	const wrap = { derivation, nonce: fromBase64(nonce), bytes: fromBase64(bytes) };
	const raw = await unwrapBytes(wrap, passphrase, PURPOSE);
	return raw && openBody(file, raw);
}

/** By the community's recovery key and the code that a manager wrote down. */
export async function openForCommunity(
	file: RescueFile,
	halves: KeyHalves,
	code: string
): Promise<Rescued | undefined> {
	const raw = file.recovery && (await openBox(halves, code, file.recovery.box, file.user));
	return raw === undefined ? undefined : openBody(file, fromBase64(raw));
}

async function openBody(file: RescueFile, raw: Uint8Array<ArrayBuffer>): Promise<Rescued | undefined> {
	try {
		return await unpack(await (await sealerFor(raw)).openBytes(fromBase64(file.body), PURPOSE));
	} catch {
		return undefined;
	}
}

const sealerFor = async (raw: Uint8Array<ArrayBuffer>) =>
	sealerOf(await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']));

const through = async (bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream) =>
	new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer());

const pack = (rescued: Rescued) =>
	through(new TextEncoder().encode(JSON.stringify(rescued)), new CompressionStream('gzip'));

const unpack = async (bytes: Uint8Array<ArrayBuffer>): Promise<Rescued> =>
	JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('gzip')))) as Rescued;
