import type { Scope } from '../org/scopes';
import type { PreparedPhoto } from './prepare-photo';

/** Where a photo stands: waiting to be sent, on the server, or here only to be looked at again. */
export type PhotoState = 'waiting' | 'sent' | 'fetched' | 'refused';

/** What opening a photo comes to. `notHere`: it lies on the server only, and the server cannot be reached now. */
export type OpenedPhoto =
	| { readonly ok: true; readonly bytes: Blob; readonly state: PhotoState }
	| { readonly ok: false; readonly reason: 'notHere' | 'unknown' | 'damaged' | 'signedOut' };

/** A page's hand on photos: the forms put them in, screens look at them, the sync worker sends them. */
export interface PhotoBox {
	/**
	 * Keeps a photo of a record of this scope until the server has it; `strict` like a record (N1). The id is
	 * `photo:<ULID>`: it and the thumbnail go into the record.
	 * @throws {DOMException} when the device has no space left; nothing was written then
	 */
	keep(scope: Scope, photo: PreparedPhoto): Promise<string>;
	/** The full picture: from this device, or fetched, checked by its hash and kept for a while. */
	open(scope: Scope, id: string): Promise<OpenedPhoto>;
	close(): void;
}
