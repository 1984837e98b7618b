import type { ServerScope } from 'nano';
import { unlessMissing } from '../provision/couch-error';
import { countDocuments } from './count-documents';

/*
 * `_local/restore` says in a database which backup is or was written into it. It lets a run that was cut go on, and
 * keeps any other backup out. Local documents are neither replicated nor backed up.
 */
const request = (db: string) => ({ db, path: '_local/restore' });

interface Marker {
	readonly _rev?: string;
	/** The manifest's seal. */
	readonly backup: string;
	readonly done: boolean;
}

/** What a database is to a backup: `other` holds something else and is left alone. */
export type TargetState = 'missing' | 'empty' | 'begun' | 'done' | 'other';

export async function targetState(server: ServerScope, db: string, backup: string): Promise<TargetState> {
	const documents = await unlessMissing(countDocuments(server, db));
	if (documents === undefined) return 'missing';
	const marker = await readMarker(server, db);
	if (marker?.backup === backup) return marker.done ? 'done' : 'begun';
	return documents === 0 ? 'empty' : 'other';
}

export async function setMarker(server: ServerScope, db: string, marker: Marker): Promise<void> {
	const stored = await readMarker(server, db);
	const body = { ...(stored?._rev !== undefined && { _rev: stored._rev }), ...marker };
	await server.request({ ...request(db), method: 'PUT', body });
}

const readMarker = (server: ServerScope, db: string): Promise<Marker | undefined> =>
	unlessMissing(server.request(request(db)) as Promise<Marker>);
