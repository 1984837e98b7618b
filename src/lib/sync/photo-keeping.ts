import { photosOf, type Scope } from '../org/scopes';
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

/** A scope whose photos cannot be asked for keeps no other from being asked about; the next day asks again. */
function unlessOffline(error: unknown): undefined {
	const trouble = troubleOf(error);
	if (trouble === 'offline' || trouble === 'signedOut') throw error;
}

/** Takes away what has been here long enough, and what was seen in scopes that are no longer this user's. */
export async function tidyPhotos(
	{ shelf }: Pick<PhotoQueue, 'shelf'>,
	scopes: readonly Scope[],
	now: number
): Promise<void> {
	for (const state of ['sent', 'fetched'] as const)
		for (const { scope, id } of await shelf.keys(state))
			await shelf.change(scope, id, (photo) => {
				const old = now - Date.parse(photo.facts.touchedAt) > STAYS[state];
				return photo.state === state && (old || !scopes.includes(scope)) ? undefined : photo;
			});
}
