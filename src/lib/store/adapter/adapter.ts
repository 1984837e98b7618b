import { adapterFun, bulkGetShim } from 'pouchdb-utils';
import type { AttachmentStub } from '../rows';
import { writing, reading, releaseDatabase, useDatabase } from '../database';
import { scopeRow } from '../scope-row';
import type { Sealer } from '../sealing';
import { allDocs, type AllDocsOptions } from './all-docs';
import { answer, type Callback, type Place } from './api';
import { bulkDocs, type BulkDocsOptions } from './bulk-docs';
import { bulkGet, revsDiff, type BulkGetOptions, type RevsDiffRequest } from './bulk-read';
import { followChanges, listChanges, type ChangesOptions, type ChangesSource } from './changes';
import type { Attachments } from './content';
import { getAttachment, getDocument, getRevisionTree, type GetOptions } from './get';
import { getLocal, putLocal, removeLocal, type LocalDoc } from './locals';
import { compactDocument, destroyScope, purge } from './removal';

/** Name under which PouchDB knows this adapter. */
export const ADAPTER = 'linli';

/** Options of `new PouchDB(scope, …)` that concern this adapter. */
export interface AdapterOptions {
	/** The scope. */
	name: string;
	/** Name of the IndexedDB database that holds it. */
	database?: string;
	/** How bodies lie; left out, as whoever shares the database has it. `plain` for PouchDB's own test suite. */
	sealing?: Sealer | 'plain';
	/** False lets `destroy` and `purge` delete unsent records: only PouchDB's own test suite may (N2). */
	keepUnsent?: boolean;
	revs_limit?: number;
	deterministic_revs?: boolean;
}

/** A PouchDB instance as its adapter sees it. */
interface AdaptedDatabase extends ChangesSource {
	auto_compaction?: boolean;
	[method: string]: unknown;
}

/**
 * The storage behind a PouchDB instance: called as a constructor would be, it gives the instance its underscore
 * methods. What each must do is written nowhere; docs/adr/0003-dexie-adapter-contract.md says what we rely on.
 */
export function DexieAdapter(
	this: AdaptedDatabase,
	options: AdapterOptions,
	ready: (error: unknown, api?: unknown) => void
) {
	const db = useDatabase(options.database ?? `linli-${ADAPTER}`, options.sealing);
	const place: Place = { db, scope: options.name };
	const keepUnsent = options.keepUnsent !== false;
	// eslint-disable-next-line @typescript-eslint/no-this-alias -- PouchDB calls adapters with the instance as `this`
	const api = this;

	api._remote = false;
	api._type = () => ADAPTER;

	api._id = (callback: Callback<string>) =>
		answer(
			writing(
				db,
				'relaxed',
				async () => {
					const row = await scopeRow(db, place.scope);
					await db.scopes.put(row);
					return row.instance;
				},
				['scopes']
			),
			callback
		);
	api._info = (callback: Callback<object>) =>
		answer(
			reading(db, ['scopes'], async () => {
				const { count, seq } = await scopeRow(db, place.scope);
				return { doc_count: count, update_seq: seq };
			}),
			callback
		);

	api._get = (id: string, get: GetOptions, callback: Callback<object>) =>
		answer(getDocument(place, id, get), callback);
	api._getRevisionTree = (id: string, callback: Callback<object>) =>
		answer(getRevisionTree(place, id), callback);
	api._getAttachment = (
		_id: string,
		_name: string,
		stub: AttachmentStub,
		get: { binary?: boolean; ctx: Attachments },
		callback: Callback<Blob | string>
	) => answer(getAttachment(place, get.ctx, stub.digest, get.binary === true), callback);
	api._allDocs = (all: AllDocsOptions, callback: Callback<object>) => answer(allDocs(place, all), callback);
	api._changes = (changes: ChangesOptions) => {
		if (changes.continuous) return followChanges(place, api, changes);
		void listChanges(place, changes);
		return undefined;
	};

	api._bulkDocs = (
		request: { docs: Record<string, unknown>[] },
		bulk: BulkDocsOptions,
		callback: Callback<unknown[]>
	) =>
		answer(
			bulkDocs(place, request.docs, bulk, {
				autoCompaction: api.auto_compaction === true,
				revsLimit: options.revs_limit,
				deterministicRevs: options.deterministic_revs !== false
			}),
			callback
		);

	api._getLocal = (id: string, callback: Callback<object>) => answer(getLocal(place, id), callback);
	api._putLocal = (doc: LocalDoc, callback: Callback<object>) => answer(putLocal(place, doc), callback);
	api._removeLocal = (doc: LocalDoc, callback: Callback<object>) => answer(removeLocal(place, doc), callback);

	api._doCompaction = (id: string, revs: string[], callback: Callback<void>) =>
		answer(compactDocument(place, id, revs), callback);
	api._purge = (id: string, path: string[], callback: Callback<object>) =>
		answer(purge(place, id, path, keepUnsent), callback);
	api._close = (callback: Callback<void>) => {
		releaseDatabase(db);
		callback(null);
	};
	api._destroy = (_options: unknown, callback: Callback<object>) =>
		answer(
			destroyScope(place, keepUnsent).then(() => {
				releaseDatabase(db);
				return { ok: true };
			}),
			callback
		);

	// Core would read document by document; these replace its own methods on the instance.
	api.revsDiff = adapterFun('revsDiff', (asked: RevsDiffRequest, ...rest: unknown[]) =>
		answer(revsDiff(place, asked), rest.at(-1) as Callback<object>)
	).bind(api);
	api.bulkGet = adapterFun('bulkGet', (get: BulkGetOptions, ...rest: unknown[]) => {
		const callback = rest.at(-1) as Callback<unknown>;
		if (get.attachments) bulkGetShim(api, get, callback as Callback<unknown>);
		else answer(bulkGet(place, get), callback);
	}).bind(api);

	db.open().then(
		() => ready(null, api),
		(error: unknown) => ready(error)
	);
}

DexieAdapter.valid = () => typeof indexedDB !== 'undefined';
/** Scopes keep their names. */
DexieAdapter.use_prefix = false;
