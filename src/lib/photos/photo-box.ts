import type { Scope } from '../org/scopes';
import type { PhotoState } from './kept-photo';
import type { PreparedPhoto } from './prepare-photo';

/** What opening a photo comes to. `notHere`: it lies on the server only, and the server cannot be reached now. */
export type OpenedPhoto =
	| { readonly ok: true; readonly bytes: Blob; readonly state: PhotoState }
	| { readonly ok: false; readonly reason: 'notHere' | 'unknown' | 'damaged' | 'signedOut' };

/** A page's hand on photos: the forms put them in, screens look at them, the sync worker sends them. */
export interface PhotoBox {
	/**
	 * Keeps a photo on this device, `strict` like a record (N1). The id is `photo:<ULID>`: with the hash and the
	 * thumbnail it goes into the record (`photoRefs`).
	 * @param owner id of its record when that is known already; it is sent from then on. Else `belong` says so later.
	 * @throws {DOMException} when the device has no space left; nothing was written then
	 */
	keep(scope: Scope, photo: PreparedPhoto, owner?: string): Promise<string>;
	/** The record that these photos were taken for is saved: they are sent from now on. */
	belong(scope: Scope, ids: readonly string[], owner: string): Promise<void>;
	/** Takes away a photo whose record was never saved; any other one stays (N2). */
	discard(scope: Scope, id: string): Promise<void>;
	/** The full picture: from this device, or fetched, checked by its hash and kept for a while. */
	open(scope: Scope, id: string): Promise<OpenedPhoto>;
	/** How many photos of saved records the server has not got. */
	waiting(): Promise<number>;
	close(): void;
}
