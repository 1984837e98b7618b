import { sendRows } from './answer';
import { breathe, SLICE } from './breathe';
import type { Database, DocRow, IdRange } from './database';
import type { DatabaseCall } from './database-call';
import { wholeDocumentText } from './document-parts';
import { methodNotAllowed } from './errors';
import type { Json, JsonObject } from './json';
import { ListOptions } from './list-options';
import { readDocumentText } from './read-document';

/** `_all_docs` and, with a narrower range, `_design_docs`. */
export async function allDocs(at: DatabaseCall, within: IdRange = {}): Promise<void> {
	const { call, db } = at;
	if (!call.isRead && call.method !== 'POST') throw methodNotAllowed('GET,HEAD,POST');
	const options = await ListOptions.from(call);
	const keys = options.keys();
	const updateSeq = options.flag('update_seq') ? `"update_seq":"${db.seqText()}",` : '';
	const total = within.from === undefined ? db.counts().living : db.countInRange(within);
	if (keys) {
		const head = `{"total_rows":${total},"offset":null,${updateSeq}"rows":[\n`;
		return sendRows(call, head, byKeys(at, options, keys), () => '\n]}\n');
	}
	const range = idRange(options, within);
	const skip = options.count('skip') ?? 0;
	const limit = options.count('limit') ?? Infinity;
	const before = options.flag('descending')
		? { ...within, from: range.to, fromExclusive: !range.toExclusive }
		: { ...within, to: range.from, toExclusive: !range.fromExclusive };
	const edge = options.flag('descending') ? range.to : range.from;
	const offset = Math.min(total, (edge === undefined ? 0 : db.countInRange(before)) + skip);
	const head = `{"total_rows":${total},"offset":${offset},${updateSeq}"rows":[\n`;
	await sendRows(call, head, byRange(at, options, range, skip, limit), () => '\n]}\n');
}

function idRange(options: ListOptions, within: IdRange): IdRange {
	const key = options.value('key');
	const first = key ?? options.value('startkey', 'start_key');
	const last = key ?? options.value('endkey', 'end_key');
	const descending = options.flag('descending');
	const isEndExclusive = key === undefined && options.value('inclusive_end') === false;
	const [low, high] = descending ? [last, first] : [first, last];
	return {
		from: lowest(low, within.from),
		to: highest(high, within.to),
		fromExclusive: isEndExclusive && descending,
		toExclusive: isEndExclusive && !descending,
		descending
	};
}

// Ids are strings; in CouchDB's order null, booleans and numbers come before all of them, arrays and objects after.
const BEFORE_ALL = '';
const AFTER_ALL = '\u{10ffff}';
function asId(key: Json | undefined): string | undefined {
	if (key === undefined || typeof key === 'string') return key;
	return key !== null && typeof key === 'object' ? AFTER_ALL : BEFORE_ALL;
}
function lowest(key: Json | undefined, floor: string | undefined): string | undefined {
	const id = asId(key);
	return id !== undefined && (floor === undefined || id > floor) ? id : floor;
}
function highest(key: Json | undefined, ceiling: string | undefined): string | undefined {
	const id = asId(key);
	return id !== undefined && (ceiling === undefined || id < ceiling) ? id : ceiling;
}

async function* byRange(at: DatabaseCall, options: ListOptions, range: IdRange, skip: number, limit: number) {
	let rest: IdRange = range;
	let skipped = 0;
	let sent = 0;
	while (sent < limit) {
		const rows = at.db.inRange(rest, SLICE);
		const last = rows.at(-1);
		if (!last) return;
		const wanted = rows.slice(Math.min(rows.length, skip - skipped)).slice(0, limit - sent);
		skipped += Math.min(rows.length, skip - skipped);
		sent += wanted.length;
		if (wanted.length) yield wanted.map((row) => rowOf(at, options, row));
		rest = range.descending
			? { ...range, to: last.id, toExclusive: true }
			: { ...range, from: last.id, fromExclusive: true };
		await breathe();
	}
}

async function* byKeys(at: DatabaseCall, options: ListOptions, keys: Json[]) {
	const skip = options.count('skip') ?? 0;
	const ordered = options.flag('descending') ? [...keys].reverse() : keys;
	const wanted = ordered.slice(skip, skip + (options.count('limit') ?? keys.length));
	for (let n = 0; n < wanted.length; n += SLICE) {
		if (n > 0) await breathe();
		yield wanted.slice(n, n + SLICE).map((key) => {
			const row = typeof key === 'string' ? at.db.row(key) : undefined;
			return row ? rowOf(at, options, row) : JSON.stringify({ key, error: 'not_found' });
		});
	}
}

/** @returns JSON text */
function rowOf({ db }: DatabaseCall, options: ListOptions, row: DocRow): string {
	const value: JsonObject = row.deleted ? { rev: row.winner, deleted: true } : { rev: row.winner };
	const shown = JSON.stringify({ id: row.id, key: row.id, value });
	if (!options.flag('include_docs')) return shown;
	return `${shown.slice(0, -1)},"doc":${row.deleted ? 'null' : docText(db, options, row)}}`;
}

function docText(db: Database, options: ListOptions, row: DocRow): string {
	const read = options.flag('attachments') ? wholeDocumentText : readDocumentText;
	return read(db, row, row.winner, options.flag('conflicts') ? { conflicts: true } : {}) ?? 'null';
}
