import { fromBase64, toBase64 } from '../base64';
import { photosOf, type Scope } from '../org/scopes';
import { sealerOf } from '../store/sealing';
import { keepCopy, type SealedCopy } from './kept-copies';
import type { PhotoQueue } from './photo-queue';
import { troubleOf } from './trouble';

/* What becomes of photos after they were sent: how long they stay here, and what a restored server has forgotten of them. */

const DAY = 86_400_000;
/** Milliseconds that a photo stays here after it was sent, and after it was fetched and last looked at. */
const STAYS = { sent: 30 * DAY, fetched: 7 * DAY } as const;

/** Photos asked about at once. */
const ASKED = 500;

interface Row {
	readonly key: string;
	readonly error?: string;
	readonly value?: { readonly deleted?: boolean } | null;
}

/**
 * A server that was restored from an older backup has forgotten photos that it had (N1): those wait again. Records show
 * that by themselves; photos are never replicated, so they are asked for by name.
 * @param scopes held by this device
 * @throws {NoAnswer} when nobody answers
 */
export async function lookForSent({ shelf, wire }: PhotoQueue, scopes: readonly Scope[]): Promise<void> {
	const sent = await shelf.keys('sent');
	for (const scope of scopes) {
		const ids = sent.filter((each) => each.scope === scope).map(({ id }) => id);
		for (let from = 0; from < ids.length; from += ASKED) {
			const body = JSON.stringify({ keys: ids.slice(from, from + ASKED) });
			const path = `/${photosOf(scope)}/_all_docs`;
			const answer = await wire.json(path, { method: 'POST', body }).catch(unlessOffline);
			const { rows = [] } = (answer ?? {}) as { rows?: readonly Row[] };
			for (const { key, error, value } of rows)
				if (error !== undefined || value?.deleted)
					await shelf.change(scope, key, ({ state, facts }) => ({
						state: state === 'sent' ? 'waiting' : state,
						facts
					}));
		}
	}
}

/** What cannot be asked about keeps nothing else from being asked about; the next day asks again. */
function unlessOffline(error: unknown): undefined {
	const trouble = troubleOf(error);
	if (trouble === 'offline' || trouble === 'signedOut') throw error;
	console.warn('sync:', error);
}

/**
 * Takes away what has been here long enough, and what was seen in scopes that are no longer this user's.
 * @param user whose device this is
 * @throws {NoAnswer} when the server cannot be asked about photos that go with their scope
 */
export async function tidyPhotos(
	queue: PhotoQueue,
	user: string,
	scopes: readonly Scope[],
	now: number
): Promise<void> {
	const { shelf } = queue;
	for (const { scope, id } of await shelf.keys('sent'))
		if (!scopes.includes(scope)) await letGo(queue, user, scope, id);
	for (const state of ['sent', 'fetched'] as const)
		for (const { scope, id } of await shelf.keys(state))
			await shelf.change(scope, id, (photo) => {
				const old = now - Date.parse(photo.facts.touchedAt) > STAYS[state];
				const leaves = old || (state === 'fetched' && !scopes.includes(scope));
				return photo.state === state && leaves ? undefined : photo;
			});
}

interface PhotoAnswer {
	/** The server does not have it. */
	readonly missing: boolean;
	/** When this user took it. */
	readonly copy?: SealedCopy;
	/** AES-256 key for the picture, base64. */
	readonly pictureKey?: string;
}

/**
 * A photo of this user's in a scope that was taken away: what the server lacks waits here, put aside until the scope comes
 * back (N2); of the rest a sealed copy stays, which nobody can look at (docs/adr/0017).
 */
async function letGo(
	{ shelf, store, wire }: PhotoQueue,
	user: string,
	scope: Scope,
	id: string
): Promise<void> {
	const photo = await shelf.read(scope, id);
	if (!photo) return;
	const body = JSON.stringify({ scope: photosOf(scope), id });
	const answer = await wire.json('/../api/held/photo', { method: 'POST', body }).catch(unlessOffline);
	// It could not be asked about: it stays until it can.
	if (!answer) return;
	const { missing, copy, pictureKey } = answer as PhotoAnswer;
	if (copy && pictureKey !== undefined) {
		const picture = await sealPicture(photo.bytes, id, pictureKey);
		await keepCopy(user, store, { ...copy, picture }, Date.now() + (wire.clockOffset ?? 0));
	}
	await shelf.change(scope, id, (now) => {
		if (now.state !== 'sent') return now;
		return missing ? { ...now, state: 'waiting' } : undefined;
	});
}

async function sealPicture(bytes: Blob, id: string, key: string): Promise<string> {
	const secret = await crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt']);
	return toBase64(await sealerOf(secret).sealBytes(new Uint8Array(await bytes.arrayBuffer()), id));
}
