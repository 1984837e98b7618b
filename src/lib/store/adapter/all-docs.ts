import { collectConflicts } from 'pouchdb-merge';
import { reading } from '../database';
import { readTree, toDocument, type Opened, type RecordRow } from '../rows';
import { scopeRow } from '../scope-row';
import { openRows } from '../sealed-rows';
import type { Place } from './api';
import {
	attachmentsOf,
	fillAttachments,
	stubAttachments,
	type Attachments,
	type WithAttachments
} from './content';

export interface AllDocsOptions {
	keys?: string[];
	key?: string;
	startkey?: string;
	endkey?: string;
	inclusive_end?: boolean;
	descending?: boolean;
	skip?: number;
	limit?: number;
	include_docs?: boolean;
	conflicts?: boolean;
	attachments?: boolean;
	binary?: boolean;
	update_seq?: boolean;
}

interface AllDocsRow {
	id?: string;
	key: string;
	value?: { rev: string; deleted?: true };
	doc?: WithAttachments | null;
	error?: 'not_found';
}
export interface AllDocs {
	total_rows: number;
	offset: number;
	update_seq?: number;
	rows: AllDocsRow[];
}

const LAST = '\uffff';
/** Rows read at a time where tombstones may lie between the documents. */
const PAGE = 1000;

export async function allDocs(place: Place, options: AllDocsOptions): Promise<AllDocs> {
	const { db, scope } = place;
	const { counters, found, attachments } = await reading(
		db,
		['records', 'attachments', 'scopes'],
		async () => {
			const counters = await scopeRow(db, scope);
			const found = options.limit === 0 ? [] : await rowsOf(place, options);
			const withBytes = options.include_docs && options.attachments ? found : [];
			return { counters, found, attachments: await attachmentsOf(place, withBytes) };
		}
	);
	const all: AllDocs = { total_rows: counters.count, offset: options.skip ?? 0, rows: [] };
	if (options.update_seq) all.update_seq = counters.seq;
	const shown = options.include_docs ? found.filter((row) => row && !row.deleted) : [];
	await openRows(db, shown as RecordRow[]);
	for (const [i, row] of found.entries()) {
		if (!row) all.rows.push({ key: options.keys?.[i] ?? '', error: 'not_found' });
		else all.rows.push(await present(place, row as Opened<RecordRow>, options, attachments));
	}
	return all;
}

/** Rows in the order of the answer; nothing where an asked key is unknown. */
async function rowsOf(place: Place, options: AllDocsOptions): Promise<(RecordRow | undefined)[]> {
	const { db, scope } = place;
	if (!options.keys) return liveRows(place, options);
	return db.records.bulkGet(options.keys.map((key): [string, string] => [scope, key]));
}

async function present(
	place: Place,
	row: Opened<RecordRow>,
	options: AllDocsOptions,
	attachments: Attachments
): Promise<AllDocsRow> {
	const { id, rev } = row;
	if (row.deleted) return { id, key: id, value: { rev, deleted: true }, doc: null };
	if (!options.include_docs) return { id, key: id, value: { rev } };
	const doc: WithAttachments = toDocument(row, id, rev);
	const conflicts = options.conflicts ? collectConflicts({ rev_tree: readTree(row) }) : [];
	if (conflicts.length) doc._conflicts = conflicts;
	if (options.attachments) await fillAttachments(place, doc, attachments, options.binary === true);
	else stubAttachments(doc);
	return { id, key: id, value: { rev }, doc };
}

/** Documents of the range that are no tombstones, after `skip`, at most `limit`. */
async function liveRows(place: Place, options: AllDocsOptions): Promise<RecordRow[]> {
	const { descending = false, skip = 0 } = options;
	const end = options.limit !== undefined && options.limit >= 0 ? skip + options.limit : Infinity;
	const range = rangeOf(options);
	const rows: RecordRow[] = [];
	while (rows.length < end && range.low <= range.high) {
		const page = await readPage(place, range, descending);
		rows.push(...page.filter((row) => !row.deleted));
		const last = page.at(-1);
		if (!last || page.length < PAGE) break;
		if (descending) Object.assign(range, { high: last.id, highOpen: true });
		else Object.assign(range, { low: last.id, lowOpen: true });
	}
	return rows.slice(skip, end);
}

interface IdRange {
	low: string;
	high: string;
	lowOpen: boolean;
	highOpen: boolean;
}

function rangeOf(options: AllDocsOptions): IdRange {
	const { key, startkey, endkey, descending, inclusive_end } = options;
	if (key !== undefined) return { low: key, high: key, lowOpen: false, highOpen: false };
	const endOpen = endkey !== undefined && inclusive_end === false;
	return descending
		? { low: endkey ?? '', high: startkey ?? LAST, lowOpen: endOpen, highOpen: false }
		: { low: startkey ?? '', high: endkey ?? LAST, lowOpen: false, highOpen: endOpen };
}

function readPage({ db, scope }: Place, { low, high, lowOpen, highOpen }: IdRange, descending: boolean) {
	const range = db.records.where('[scope+id]').between([scope, low], [scope, high], !lowOpen, !highOpen);
	return (descending ? range.reverse() : range).limit(PAGE).toArray();
}
