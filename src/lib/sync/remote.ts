import httpAdapter from 'pouchdb-adapter-http';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import type { Scope } from '../org/scopes';
import type { RevisionRef } from '../store/ledger';
import type { Wire } from './wire';

PouchDB.plugin(httpAdapter).plugin(replication);

/** A revision that the server read and refused, with its own words. */
export interface Refusal extends RevisionRef {
	/** CouchDB's word: `forbidden`, `too_large`. */
	readonly error: string;
	readonly reason: string;
}

/** What is told of a push while it runs; each call is waited for before the push goes on. */
export interface PushListener {
	/** The server has exactly these revisions, committed. */
	acknowledged(revisions: readonly RevisionRef[]): Promise<void>;
	refused(refusals: readonly Refusal[]): Promise<void>;
}

/** A `_local` document of PouchDB's replication, as far as it matters here. */
export interface Checkpoint {
	readonly _id: string;
	readonly _rev?: string;
	readonly session_id?: string;
	readonly last_seq?: string | number;
}

/** A scope's database on the server, as PouchDB's replication sees it. */
export interface Remote {
	readonly db: PouchDB.Database;
	/** Forgets the checkpoints it has read, so that the next replication reads what the server really has. */
	forgetCheckpoints(): void;
	/** Hears what checkpoint the server has, undefined for none, whenever one was read from it. */
	onCheckpoint: ((id: string, checkpoint: Checkpoint | undefined) => Promise<void>) | undefined;
	/** Sends documents with their revisions, outside a replication. What comes of each is told to the listener. */
	send(docs: SentDocument[]): Promise<void>;
	/** Who hears of what the server takes and refuses. */
	listener: PushListener | undefined;
}

/**
 * PouchDB's http adapter with the calls replaced that cost requests for nothing, hide what the server acknowledged,
 * or fail badly:
 * - `id` and `info` are asked of no one. The id is the scope's name, so that a server that moves to another address
 *   keeps its checkpoints.
 * - `_local` documents (checkpoints) are remembered until they are found stale (409).
 * - `bulkGet` fails when it fails: the adapter would fall back to one GET a document for the life of the worker.
 * - `revsDiff` and `bulkDocs` tell which revisions the server has. A document that it refuses is told and skipped,
 *   also when it is the size of a whole request that was refused.
 */
export function openRemote(scope: Scope, wire: Wire): Remote {
	const db = new PouchDB(`${wire.base}/${scope}`, { adapter: 'http', fetch: wire.fetch, skip_setup: true });
	const checkpoints = new Map<string, Checkpoint>();
	const remote: Remote = {
		db,
		listener: undefined,
		send: async (docs) => void (await sendDocuments(scope, wire, docs, remote)),
		forgetCheckpoints: () => checkpoints.clear(),
		onCheckpoint: undefined
	};
	const { get, put, revsDiff } = db as unknown as Calls;

	/** Replication reads nothing but checkpoints by id. */
	async function getCheckpoint(id: string): Promise<Checkpoint> {
		const known = checkpoints.get(id);
		if (known) return structuredClone(known);
		try {
			const checkpoint = await get.call(db, id);
			checkpoints.set(id, checkpoint);
			await remote.onCheckpoint?.(id, checkpoint);
			return structuredClone(checkpoint);
		} catch (error) {
			if ((error as { status?: unknown }).status === 404) await remote.onCheckpoint?.(id, undefined);
			throw error;
		}
	}

	async function putCheckpoint(doc: Checkpoint): Promise<unknown> {
		try {
			const result = await put.call(db, doc);
			checkpoints.set(doc._id, { ...doc, _rev: result.rev });
			return result;
		} catch (error) {
			checkpoints.delete(doc._id);
			throw error;
		}
	}

	async function diff(asked: Record<string, string[]>): Promise<unknown> {
		const missing = await revsDiff.call(db, asked);
		const held = Object.entries(asked).flatMap(([id, revs]) => {
			const lacking = new Set(missing[id]?.missing);
			return revs.filter((rev) => !lacking.has(rev)).map((rev) => ({ id, rev }));
		});
		if (held.length) await remote.listener?.acknowledged(held);
		return missing;
	}

	Object.assign(db, {
		// Any other name than `http` keeps PouchDB from explaining each missing checkpoint on the console.
		adapter: 'gateway',
		id: () => Promise.resolve(`linli:${scope}`),
		info: () => Promise.resolve({ db_name: scope, doc_count: 0, update_seq: 0 }),
		get: getCheckpoint,
		put: putCheckpoint,
		bulkGet: (options: { docs: RevisionRef[] }) =>
			wire.json(`/${scope}/_bulk_get?revs=true&latest=true`, {
				method: 'POST',
				body: JSON.stringify({ docs: options.docs })
			}),
		revsDiff: diff,
		bulkDocs: (request: { docs: SentDocument[] }) => sendDocuments(scope, wire, request.docs, remote)
	});
	return remote;
}

/** The adapter's own calls, as far as they are passed on. */
interface Calls {
	get(id: string): Promise<Checkpoint>;
	put(doc: Checkpoint): Promise<{ rev: string }>;
	revsDiff(asked: Record<string, string[]>): Promise<Record<string, { missing: string[] } | undefined>>;
}

/** A document with its own revision and, in `_revisions`, its history. */
export interface SentDocument {
	readonly _id: string;
	readonly _rev: string;
}

type DocumentError = { id: string; rev?: string; error: string; reason?: string };

/** @returns what PouchDB's replication reads: the refused documents, by the one name that it takes for "skip it" */
async function sendDocuments(
	scope: Scope,
	wire: Wire,
	docs: SentDocument[],
	remote: Remote
): Promise<{ id: string; name: 'forbidden'; error: string }[]> {
	const refusals = await send(scope, wire, docs);
	const refused = new Set(refusals.map(({ id, rev }) => `${id} ${rev}`));
	const taken = docs.filter((doc) => !refused.has(`${doc._id} ${doc._rev}`));
	if (refusals.length) await remote.listener?.refused(refusals);
	if (taken.length) await remote.listener?.acknowledged(taken.map((doc) => ({ id: doc._id, rev: doc._rev })));
	return refusals.map(({ id }) => ({ id, name: 'forbidden', error: 'forbidden' }));
}

/** Sends documents; halves a request that is refused whole, down to the one document that it is about. */
async function send(scope: Scope, wire: Wire, docs: SentDocument[]): Promise<Refusal[]> {
	let errors: DocumentError[];
	try {
		const body = JSON.stringify({ docs, new_edits: false });
		errors = (await wire.json(`/${scope}/_bulk_docs`, { method: 'POST', body })) as DocumentError[];
	} catch (error) {
		const {
			status,
			error: code = 'bad_request',
			reason = ''
		} = error as Partial<DocumentError> & { status?: number };
		if (status !== 400 && status !== 413) throw error;
		const [only, second] = docs;
		if (!only) return [];
		if (!second) return [{ id: only._id, rev: only._rev, error: code, reason }];
		const half = Math.ceil(docs.length / 2);
		const first = await send(scope, wire, docs.slice(0, half));
		return [...first, ...(await send(scope, wire, docs.slice(half)))];
	}
	return errors.filter((each) => each.error).flatMap((each) => refusalsOf(each, docs));
}

/** The revisions that an error is about: CouchDB names the revision, others only the document. */
function refusalsOf(
	{ id, rev, error, reason = '' }: DocumentError,
	docs: readonly SentDocument[]
): Refusal[] {
	const meant = docs.filter((doc) => doc._id === id && (rev === undefined || doc._rev === rev));
	return meant.map((doc) => ({ id, rev: doc._rev, error, reason }));
}
