import { fromBase64 } from '../base64';
import type { Scope } from '../org/scopes';
import type { Photo } from '../photo';
import { sha256 } from '../photos/prepare-photo';
import { NoAnswer } from './trouble';
import type { Wire } from './wire';

export type FetchedPhoto =
	| { readonly ok: true; readonly photo: Photo; readonly bytes: Blob }
	| { readonly ok: false; readonly reason: 'notHere' | 'unknown' | 'damaged' | 'signedOut' };

type PhotoDocument = Photo & { _attachments?: { full?: { data?: string; digest?: string } } };

/** One photo from the server, whole, checked against the hash that its author wrote down. */
export async function fetchPhoto(wire: Wire, twin: Scope, id: string): Promise<FetchedPhoto> {
	try {
		const path = `/${twin}/${encodeURIComponent(id)}?attachments=true`;
		const { _attachments, ...photo } = (await wire.json(path)) as PhotoDocument;
		const data = _attachments?.full?.data;
		if (data === undefined) return { ok: false, reason: 'unknown' };
		const bytes = fromBase64(data);
		if ((await sha256(bytes)) !== photo.sha256) return { ok: false, reason: 'damaged' };
		return { ok: true, photo, bytes: new Blob([bytes], { type: 'image/jpeg' }) };
	} catch (error) {
		if (error instanceof NoAnswer) return { ok: false, reason: 'notHere' };
		const { status } = error as { status?: unknown };
		if (status === 401) return { ok: false, reason: 'signedOut' };
		return { ok: false, reason: status === 404 || status === 403 ? 'unknown' : 'notHere' };
	}
}
