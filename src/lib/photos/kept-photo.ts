import type { Photo } from '../photo';

/**
 * Where a photo stands. `loose`: taken for a form that is not saved yet. `waiting`: its record is saved. `sent`: the
 * server has it, byte for byte. `fetched`: here only to be looked at. `refused`: the server does not take it.
 */
export type PhotoState = 'loose' | 'waiting' | 'sent' | 'fetched' | 'refused';

/** What belongs to a photo on this device. */
export interface PhotoFacts {
	/** As it lies on the server; the owner is not known while the photo is loose. */
	readonly photo: Omit<Photo, 'owner' | '_rev'> & { readonly owner?: string };
	/** When it came here, was sent or was last looked at, UTC ISO: what decides how long it stays. */
	readonly touchedAt: string;
	/** What the server had against it. */
	readonly refusal?: { readonly error: string; readonly reason: string };
}
