import { binaryMd5 } from 'pouchdb-md5';
import { toBase64 } from '../base64';
import { photosOf, type Scope } from '../org/scopes';
import type { PhotoFacts } from '../photos/kept-photo';
import { sha256 } from '../photos/prepare-photo';
import type { Store } from '../store/contract';
import type { PhotoShelf, ShelvedPhoto } from '../store/photo-shelf';
import { troubleOf, type Trouble } from './trouble';
import type { Wire } from './wire';

type Kept = ShelvedPhoto<PhotoFacts>;

/** What a device does with its photos goes by these. */
export interface PhotoQueue {
	readonly shelf: PhotoShelf<PhotoFacts>;
	readonly wire: Wire;
	readonly store: Store;
}

/**
 * Sends what waits, one photo at a time, oldest first: a slow line carries one of them, and a cut costs one.
 * @param scopes held by this device; photos of others wait
 * @param interrupted true when something more urgent is to be done: records go before photos
 * @returns what stopped it
 */
export async function sendPhotos(
	queue: PhotoQueue,
	scopes: readonly Scope[],
	retry: boolean,
	interrupted: () => boolean
): Promise<Trouble | undefined> {
	let gravest: Trouble | undefined;
	await adopt(queue);
	if (retry) await tryAgain(queue);
	for (const { scope, id } of await queue.shelf.keys('waiting')) {
		if (interrupted()) break;
		if (!scopes.includes(scope)) continue;
		try {
			const photo = await queue.shelf.read(scope, id);
			if (photo?.state === 'waiting') await send(queue, photo);
		} catch (error) {
			const trouble = troubleOf(error);
			if (trouble === 'offline' || trouble === 'signedOut') return trouble;
			// One that fails keeps no other from going.
			console.warn('sync:', scope, id, error);
			gravest = trouble;
		}
	}
	return gravest;
}

async function send({ shelf, wire }: PhotoQueue, { scope, id, bytes, facts }: Kept): Promise<void> {
	const path = `/${photosOf(scope)}/${encodeURIComponent(id)}`;
	if ((await sha256(bytes)) !== facts.photo.sha256) {
		return refuse(shelf, scope, id, {
			error: 'damaged',
			reason: 'the stored picture does not match its hash'
		});
	}
	try {
		// One document with its picture in one request: there is never one without the other.
		const full = { content_type: 'image/jpeg', data: toBase64(new Uint8Array(await bytes.arrayBuffer())) };
		await wire.json(path, {
			method: 'PUT',
			body: JSON.stringify({ ...facts.photo, _attachments: { full } })
		});
	} catch (error) {
		const {
			status,
			error: word = 'forbidden',
			reason = ''
		} = error as Partial<Record<string, string>> & {
			status?: number;
		};
		if (status === 400 || status === 403 || status === 413)
			return refuse(shelf, scope, id, { error: word, reason });
		// 409: it is there already; an earlier answer was lost. What lies there is compared below.
		if (status !== 409) throw error;
	}
	await verify({ shelf, wire }, path, { scope, id, bytes, facts });
}

/**
 * CouchDB computes the digest of what it has written. The same MD5 as that of the bytes whose SHA-256 stands in the
 * document: the server has this picture, whole. Everybody who fetches it checks the SHA-256 again.
 */
async function verify(
	{ shelf, wire }: Pick<PhotoQueue, 'shelf' | 'wire'>,
	path: string,
	{ scope, id, bytes, facts }: Pick<Kept, 'scope' | 'id' | 'bytes' | 'facts'>
): Promise<void> {
	const stored = (await wire.json(path)) as {
		sha256?: unknown;
		_attachments?: { full?: { digest?: unknown; length?: unknown } };
	};
	const same = stored._attachments?.full?.digest === `md5-${await md5(bytes)}`;
	if (!same || stored.sha256 !== facts.photo.sha256) {
		return refuse(shelf, scope, id, {
			error: 'damaged',
			reason: 'the server has another picture under this id'
		});
	}
	const touchedAt = new Date().toISOString();
	await shelf.change(scope, id, (now) => ({ state: 'sent', facts: { ...now.facts, touchedAt } }));
}

type Shelf = PhotoShelf<PhotoFacts>;

const refuse = (shelf: Shelf, scope: Scope, id: string, refusal: NonNullable<PhotoFacts['refusal']>) =>
	shelf.change(scope, id, ({ facts }) => ({ state: 'refused', facts: { ...facts, refusal } }));

async function tryAgain({ shelf }: PhotoQueue): Promise<void> {
	for (const { scope, id } of await shelf.keys('refused'))
		await shelf.change(scope, id, ({ facts: { refusal: _, ...facts } }) => ({ state: 'waiting', facts }));
}

/** A page that was killed after it had saved the record and before it could say that the photos belong to it. */
async function adopt({ shelf, store }: PhotoQueue): Promise<void> {
	const loose = await shelf.keys('loose');
	if (loose.length === 0) return;
	const unsent = await store.find({ unsent: true });
	for (const { scope, id } of loose) {
		const owner = unsent.find(
			(stored) => stored.scope === scope && JSON.stringify(stored.record).includes(id)
		);
		if (!owner) continue;
		await shelf.change(scope, id, ({ state, facts }) => ({
			state: state === 'loose' ? 'waiting' : state,
			facts: { ...facts, photo: { ...facts.photo, owner: owner.record._id } }
		}));
	}
}

const md5 = (bytes: Blob) => new Promise<string>((resolve) => binaryMd5(bytes, resolve));
