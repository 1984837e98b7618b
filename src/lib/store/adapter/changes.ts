import { Dexie, liveQuery } from 'dexie';
import type { ParsedMetadata } from 'pouchdb-adapter-utils';
import { filterChange } from 'pouchdb-utils';
import { reading } from '../database';
import { metadataOf } from '../merging';
import { toDocument, type Opened, type RecordRow } from '../rows';
import { openRows } from '../sealed-rows';
import { pouchError, type Place } from './api';
import { attachmentsOf, fillAttachments, type WithAttachments } from './content';

export interface Change {
	id: string;
	seq: number;
	changes: { rev: string }[];
	deleted?: boolean;
	doc?: WithAttachments;
}

/** What PouchDB core hands to an adapter's `_changes`. */
export interface ChangesOptions {
	since?: number;
	limit?: number;
	descending?: boolean;
	continuous?: boolean;
	include_docs?: boolean;
	attachments?: boolean;
	binary?: boolean;
	return_docs?: boolean;
	doc_ids?: string[];
	filter?: unknown;
	processChange(doc: object, metadata: ParsedMetadata, options: object): Change;
	onChange(change: Change): void;
	complete(error: unknown, result?: { results: Change[]; last_seq: number }): void;
}

/** Rows read in one transaction. */
const PAGE = 1000;

/** The winners in the order of their last change; ends at the newest. */
export async function listChanges(place: Place, options: ChangesOptions): Promise<void> {
	const { descending = false } = options;
	const ids = options.doc_ids && new Set(options.doc_ids);
	// CouchDB reads a limit of 0 as 1.
	const limit = options.limit === undefined || options.limit < 0 ? Infinity : Math.max(1, options.limit);
	const page = limit < PAGE && !ids && !options.filter ? limit : PAGE;
	const passes = filterChange(options);
	const results: Change[] = [];
	let since = options.since ?? 0;
	let last = since;
	let count = 0;
	try {
		for (;;) {
			const rows = await readChanges(place, options, since, descending ? Infinity : page, ids);
			for (const { seq, change } of rows) {
				if (!change) continue;
				last = seq;
				const verdict = passes(change);
				if (typeof verdict === 'object') return options.complete(verdict);
				if (!verdict) continue;
				if (options.return_docs) results.push(change);
				options.onChange(change);
				if (++count === limit) break;
			}
			if (count === limit || descending || rows.length < page) break;
			since = rows.at(-1)?.seq ?? since;
		}
		options.complete(null, { results, last_seq: last });
	} catch (error) {
		options.complete(pouchError(error));
	}
}

async function readChanges(
	place: Place,
	options: ChangesOptions,
	since: number,
	page: number,
	ids: ReadonlySet<string> | undefined
): Promise<{ seq: number; change?: Change }[]> {
	const { db, scope } = place;
	const bytes = options.include_docs === true && options.attachments === true;
	const { rows, attachments } = await reading(db, ['records', 'attachments'], async () => {
		const all = db.records
			.where('[scope+seq]')
			.between([scope, options.descending ? Dexie.minKey : since], [scope, Dexie.maxKey], false, false);
		const range = options.descending ? all.reverse() : all;
		const rows = await (page === Infinity ? range : range.limit(page)).toArray();
		return { rows, attachments: await attachmentsOf(place, bytes ? rows : []) };
	});
	const asked = rows.filter((row) => !ids || ids.has(row.id));
	// A filter may ask a body; who wants neither gets none, and nothing is opened for nothing.
	const read = options.include_docs === true || options.filter !== undefined;
	if (read) await openRows(db, asked);
	else for (const row of asked) row.body = {};
	const found: { seq: number; change?: Change }[] = [];
	for (const row of rows) {
		if (ids && !ids.has(row.id)) {
			found.push({ seq: row.seq });
			continue;
		}
		const change = changeOf(row as Opened<RecordRow>, options);
		if (bytes && change.doc?._attachments)
			await fillAttachments(place, change.doc, attachments, options.binary === true);
		found.push({ seq: row.seq, change });
	}
	return found;
}

function changeOf(row: Opened<RecordRow>, options: ChangesOptions): Change {
	const metadata = metadataOf(row);
	const doc = toDocument(row, row.id, row.rev);
	if (row.deleted) doc._deleted = true;
	const change = options.processChange(doc, metadata, options);
	change.seq = row.seq;
	return change;
}

interface Listed {
	on(event: 'change', listener: (change: Change) => void): Listed;
	on(event: 'complete' | 'error', listener: () => void): Listed;
}
/** The PouchDB instance itself, for the one-shot listings behind a live feed. */
export interface ChangesSource {
	changes(options: object): Listed;
}

const HANDED_ON = [
	'style',
	'include_docs',
	'attachments',
	'conflicts',
	'filter',
	'doc_ids',
	'view',
	'query_params',
	'binary',
	'return_docs'
] as const;

/**
 * A feed that stays open: Dexie wakes it when the scope's counters change, in whatever tab or worker, and what is
 * new since the last change is listed then.
 */
export function followChanges({ db, scope }: Place, source: ChangesSource, options: ChangesOptions) {
	const given = options as unknown as Record<string, unknown>;
	const kept = Object.fromEntries(
		HANDED_ON.filter((name) => name in given).map((name) => [name, given[name]])
	);
	let since = options.since ?? 0;
	let listing = false;
	let again = false;
	let cancelled = false;
	const done = () => {
		listing = false;
		if (!again) return;
		again = false;
		list();
	};
	const list = () => {
		if (cancelled) return;
		if (listing) {
			again = true;
			return;
		}
		listing = true;
		source
			.changes({ ...kept, since })
			.on('change', (change) => {
				if (cancelled || change.seq <= since) return;
				since = change.seq;
				options.onChange(change);
			})
			.on('complete', done)
			.on('error', done);
	};
	const subscription = liveQuery(() => db.scopes.get(scope)).subscribe({ next: list, error: list });
	return {
		cancel() {
			cancelled = true;
			subscription.unsubscribe();
		}
	};
}
