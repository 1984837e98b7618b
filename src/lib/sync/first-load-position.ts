import { ulid } from 'ulid';
import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { readEpoch } from './epoch';
import { noteBehind } from './met';
import type { Wire } from './wire';
import { windowStart } from './window';

/** Where a first load stands; lies in the store's settings, so that a cut costs one page. */
export interface Position {
	/** The server's sequence before the first page: replication goes on from there. */
	readonly updateSeq: string | number;
	/** The database as its epoch document names it: another one is read from its start. */
	readonly epoch?: string;
	/** Start of the window, milliseconds since the epoch; it stays while the load lasts. */
	readonly start?: number;
	/** True for a database that is one page: it is read whole. */
	readonly small?: boolean;
	/** Place of the range that is being read, among those of the window. */
	readonly range?: number;
	/** Last id of the last page that lies on the device, inside that range. */
	readonly after: string;
	readonly loaded: number;
	/** Of what the window holds. */
	readonly total: number;
	/** Names what this load left on the server when it began: a server that lacks it has gone back since. */
	readonly mark?: string;
	/** Bytes that came so far, unpacked. */
	readonly bytes?: number;
	/** The scope's sequence on this device when this was written: less than that, and rows have gone (fetch-again.ts). */
	readonly reached?: number;
	readonly complete: boolean;
}

export interface Progress {
	/** Documents on the device, of those that the server named. */
	readonly loaded: number;
	readonly total: number;
	/** Bytes, unpacked: what came, and what the documents that are still missing will come to at their size so far. */
	readonly bytes: number;
	readonly totalBytes: number;
	readonly complete: boolean;
}

/** Documents a page. */
export const PAGE = 1000;

const positionKey = (scope: Scope) => `sync:firstLoad:${scope}`;

export const readPosition = (store: Store, scope: Scope): Promise<Position | undefined> =>
	store.readSetting<Position>(positionKey(scope));

/** `undefined` when the scope has left this device. */
export const writePosition = (store: Store, scope: Scope, position: Position | undefined): Promise<void> =>
	store.writeSetting(positionKey(scope), position);

/** How far the first load of a scope has come. */
export async function firstLoadProgress(store: Store, scope: Scope): Promise<Progress> {
	const { loaded = 0, total = 0, bytes = 0, complete = false } = (await readPosition(store, scope)) ?? {};
	const totalBytes = loaded > 0 ? Math.round((bytes / loaded) * Math.max(total, loaded)) : 0;
	return { loaded, total, bytes, totalBytes, complete };
}

/** CouchDB's sequences are opaque but for the count that they begin with. */
const count = (updateSeq: string | number) => parseInt(String(updateSeq), 10);

const markPath = (scope: Scope, mark: string) => `/${scope}/_local/first-load-${mark}`;

async function isMarked(wire: Wire, scope: Scope, mark: string | undefined): Promise<boolean> {
	if (mark === undefined) return false;
	try {
		await wire.json(markPath(scope, mark));
		return true;
	} catch (error) {
		if ((error as { status?: unknown }).status === 404) return false;
		throw error;
	}
}

interface Place {
	readonly store: Store;
	readonly scope: Scope;
	readonly wire: Wire;
	readonly local: PouchDB.Database;
}

/**
 * Where the last attempt was cut, or the start. A server that was restored or made anew meanwhile is read from its
 * start; so is one that is no more than a page.
 * @param now milliseconds since the epoch, by the server's clock
 */
export async function startingPosition(
	{ store, scope, wire, local }: Place,
	now: () => number
): Promise<Position> {
	const stored = await readPosition(store, scope);
	if (stored?.complete) return stored;
	const [info, epoch, marked] = await Promise.all([
		wire.json(`/${scope}`),
		readEpoch(wire, scope),
		isMarked(wire, scope, stored?.mark)
	]);
	const { update_seq: updateSeq, doc_count: documents } = info as {
		update_seq: string | number;
		doc_count: number;
	};
	if (stored && marked && stored.epoch === epoch && count(updateSeq) >= count(stored.updateSeq))
		return stored;
	// What lies here already may have been acknowledged by a server that has forgotten it.
	if ((await local.info()).doc_count > 0) await noteBehind(store, scope);
	const small = documents <= PAGE;
	const mark = small ? undefined : ulid();
	const position: Position = {
		updateSeq,
		...(epoch !== undefined && { epoch }),
		...(mark !== undefined && { mark }),
		start: windowStart(now()),
		small,
		range: 0,
		after: '',
		loaded: 0,
		total: documents,
		bytes: 0,
		complete: false
	};
	await writePosition(store, scope, position);
	// Nobody waits for it: a load whose mark did not arrive begins anew when it is cut.
	if (mark !== undefined)
		void wire.json(markPath(scope, mark), { method: 'PUT', body: '{}' }).catch(() => undefined);
	return position;
}
