import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { Remote } from './remote';
import type { Wire } from './wire';

/*
 * PouchDB's own way reads a database change by change; this reads it page by page, at the speed of the line, and then
 * tells PouchDB that it has been there. Every step is stored, so that a cut costs one page.
 */

/** Where a first load stands; lies in the store's settings. */
interface Position {
	/** The server's sequence before the first page: replication goes on from there. */
	readonly updateSeq: string | number;
	/** Last id of the last page that lies on the device. */
	readonly after: string;
	readonly loaded: number;
	readonly total: number;
	readonly complete: boolean;
}

export interface LoadSource {
	readonly scope: Scope;
	readonly store: Store;
	readonly local: PouchDB.Database;
	readonly remote: Remote;
	readonly wire: Wire;
}

export interface Progress {
	readonly loaded: number;
	readonly total: number;
	readonly complete: boolean;
}

interface Row {
	readonly id: string;
	readonly doc: LoadedDoc;
}
type LoadedDoc = { _id: string; _rev: string; _conflicts?: string[] };
interface Page {
	readonly rows: Row[];
	/** Documents of the database, design documents included. */
	readonly total_rows: number;
}

const PAGE = 1000;
const positionKey = (scope: Scope) => `sync:firstLoad:${scope}`;
/** CouchDB's sequences are opaque but for the count that they begin with. */
const count = (updateSeq: string | number) => parseInt(String(updateSeq), 10);
const isDesign = (id: string) => id.startsWith('_design/');

/** How far the first load of a scope has come. */
export async function firstLoadProgress(store: Store, scope: Scope): Promise<Progress> {
	const position = await store.readSetting<Position>(positionKey(scope));
	return {
		loaded: position?.loaded ?? 0,
		total: position?.total ?? 0,
		complete: position?.complete ?? false
	};
}

/**
 * Loads the scope from where the last attempt was cut; returns at once when it is complete already.
 * @param told after each page
 * @throws what the server or the device's database had against it
 */
export async function firstLoad(
	source: LoadSource,
	told: (progress: Progress) => Promise<void>
): Promise<void> {
	const { store, scope } = source;
	let position = await startingPosition(source);
	if (position.complete) return;
	let next: Promise<Page> | undefined = readPage(source, position.after);
	while (next) {
		const page: Page = await next;
		const rows = page.rows.filter(({ id }) => id !== position.after);
		const last = rows.at(-1)?.id;
		// The next page travels while this one is written.
		next = last !== undefined && page.rows.length === PAGE ? readPage(source, last) : undefined;
		next?.catch(() => undefined);
		const documents = rows.filter(({ id }) => !isDesign(id)).map(({ doc }) => doc);
		await writePage(source, documents);
		const loaded = position.loaded + documents.length;
		position = {
			...position,
			after: last ?? position.after,
			loaded,
			total: Math.max(page.total_rows, loaded)
		};
		await store.writeSetting(positionKey(scope), position);
		await told(position);
	}
	await seedCheckpoints(source, position.updateSeq);
	// Counted out: design documents and what was deleted meanwhile are in the server's total, not among the loaded.
	position = { ...position, total: position.loaded, complete: true };
	await store.writeSetting(positionKey(scope), position);
	await told(position);
}

async function startingPosition({ store, scope, wire }: LoadSource): Promise<Position> {
	const stored = await store.readSetting<Position>(positionKey(scope));
	if (stored?.complete) return stored;
	const info = (await wire.json(`/${scope}`)) as { update_seq: string | number; doc_count: number };
	// A server that has gone back behind the place where this load began is another one: it is read from its start.
	if (stored && count(info.update_seq) >= count(stored.updateSeq)) return stored;
	const position = {
		updateSeq: info.update_seq,
		after: '',
		loaded: 0,
		total: info.doc_count,
		complete: false
	};
	await store.writeSetting(positionKey(scope), position);
	return position;
}

/** From `after` on, itself included: skipping it by count would skip another one if it was deleted meanwhile. */
async function readPage({ scope, wire }: LoadSource, after: string): Promise<Page> {
	const query = new URLSearchParams({ include_docs: 'true', conflicts: 'true', limit: String(PAGE) });
	if (after) query.set('startkey', JSON.stringify(after));
	return (await wire.json(`/${scope}/_all_docs?${query}`)) as Page;
}

/** Writes a page as it stood on the server, losing leaves included: a conflict is seen on every device or on none. */
async function writePage({ local, remote }: LoadSource, docs: LoadedDoc[]): Promise<void> {
	if (docs.length === 0) return;
	const losers = docs.flatMap(({ _id, _conflicts = [] }) => _conflicts.map((rev) => ({ id: _id, rev })));
	for (const doc of docs) delete doc._conflicts;
	await write(local, docs);
	if (losers.length === 0) return;
	const { results } = await remote.db.bulkGet({ docs: losers, revs: true });
	const leaves = results.flatMap(({ docs: found }) =>
		found.flatMap((each) => ('ok' in each ? [each.ok] : []))
	);
	await write(local, leaves as unknown as LoadedDoc[]);
}

async function write(local: PouchDB.Database, docs: LoadedDoc[]): Promise<void> {
	const results = await local.bulkDocs(docs, { new_edits: false });
	const [failed] = results.filter((result) => 'error' in result && result.error);
	if (failed) throw failed as Error;
}

/**
 * Writes the checkpoints of both directions, so that neither reads everything again. What waits to be sent and lies
 * before the seeded place is not forgotten: sending goes by the rows that wait, not by the checkpoint alone (push.ts).
 */
async function seedCheckpoints({ local, remote }: LoadSource, updateSeq: string | number): Promise<void> {
	const { update_seq: localSeq } = await local.info();
	await local.replicate.from(remote.db, { since: updateSeq, batch_size: PAGE });
	await local.replicate.to(remote.db, { since: localSeq, batch_size: PAGE });
}
