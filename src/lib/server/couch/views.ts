import { sendJson, sendRows } from './answer';
import { breathe, SLICE } from './breathe';
import { sortText } from './collation';
import type { Database } from './database';
import type { DatabaseCall } from './database-call';
import { methodNotAllowed, notFound, queryParseError } from './errors';
import { isObject, type Json, type JsonObject } from './json';
import { ListOptions } from './list-options';
import { livingDocument } from './read-document';
import { reducerOf, type Reducer } from './reduce';
import { bringUpToDate, type Emitted } from './view-index';

interface Range {
	readonly from: string | undefined;
	readonly to: string | undefined;
	readonly isEndExclusive: boolean;
	readonly descending: boolean;
}

/** `/db/_design/x/_view/y` */
export async function view(at: DatabaseCall, design: string, name: string): Promise<void> {
	const { call, db, service } = at;
	if (!call.isRead && call.method !== 'POST') throw methodNotAllowed('GET,HEAD,POST');
	const definition = viewsOf(at, design)[name];
	if (!isObject(definition) || typeof definition.map !== 'string') throw notFound('missing_named_view');
	const options = await ListOptions.from(call);
	const isReduced = typeof definition.reduce === 'string' && options.value('reduce') !== false;
	if (isReduced && options.flag('include_docs'))
		throw queryParseError('`include_docs` is invalid for reduce');
	const reducer = isReduced ? reducerOf(String(definition.reduce)) : undefined;
	const ranges = rangesOf(options);
	const index = await bringUpToDate(db, service.sandbox, definition.map);
	const seq = options.flag('update_seq') ? `"update_seq":"${db.seqText()}",` : '';
	if (reducer) {
		if ((options.keys()?.length ?? 0) > 1 && !options.flag('group')) {
			throw queryParseError('Multi-key fetches for reduce views must use `group=true`');
		}
		return sendRows(call, `{${seq}"rows":[\n`, reduced(db, index, options, ranges, reducer), () => '\n]}\n');
	}
	const total = db.get<{ n: number }>('SELECT count(*) n FROM emitted WHERE view = ?', [index])?.n ?? 0;
	const offset = offsetOf(db, index, ranges[0], options.count('skip') ?? 0, total);
	const head = `{"total_rows":${total},"offset":${offset},${seq}"rows":[\n`;
	await sendRows(call, head, mapped(db, index, options, ranges), () => '\n]}\n');
}

/** `/db/_design/x/_info` */
export function designInfo(at: DatabaseCall, design: string): void {
	viewsOf(at, design);
	const facts = {
		language: 'javascript',
		updater_running: false,
		compact_running: false,
		update_seq: at.db.seq
	};
	sendJson(at.call, 200, { name: design, view_index: facts });
}

function viewsOf({ db }: DatabaseCall, design: string): JsonObject {
	const doc = livingDocument(db, `_design/${design}`);
	if (!doc) throw notFound();
	return isObject(doc.views) ? doc.views : {};
}

function rangesOf(options: ListOptions): Range[] {
	const descending = options.flag('descending');
	const exactly = (key: Json): Range => ({
		from: sortText(key),
		to: sortText(key),
		isEndExclusive: false,
		descending
	});
	const keys = options.keys();
	if (keys) return keys.map(exactly);
	const key = options.value('key');
	if (key !== undefined) return [exactly(key)];
	const first = options.value('startkey', 'start_key');
	const last = options.value('endkey', 'end_key');
	return [
		{
			from: first === undefined ? undefined : sortText(first),
			to: last === undefined ? undefined : sortText(last),
			isEndExclusive: options.value('inclusive_end') === false,
			descending
		}
	];
}

function offsetOf(
	db: Database,
	index: string,
	range: Range | undefined,
	skip: number,
	total: number
): number {
	if (range?.from === undefined) return Math.min(skip, total);
	const before = range.descending ? 'sort > ?' : 'sort < ?';
	const sql = `SELECT count(*) n FROM emitted WHERE view = ? AND ${before}`;
	return Math.min(total, (db.get<{ n: number }>(sql, [index, range.from])?.n ?? 0) + skip);
}

/** Rows of a range in order, page by page. */
async function* rowsIn(db: Database, index: string, range: Range): AsyncGenerator<Emitted[]> {
	const [after, until, end] = range.descending ? ['<', '>', 'DESC'] : ['>', '<', 'ASC'];
	const where = ['view = ?'];
	const values = [index];
	if (range.from !== undefined) {
		where.push(`sort ${after}= ?`);
		values.push(range.from);
	}
	if (range.to !== undefined) {
		where.push(`sort ${until}${range.isEndExclusive ? '' : '='} ?`);
		values.push(range.to);
	}
	const order = `ORDER BY sort ${end}, id ${end}, at ${end} LIMIT ${SLICE}`;
	const first = `SELECT id, at, sort, key, value FROM emitted WHERE ${where.join(' AND ')} ${order}`;
	const next = `SELECT id, at, sort, key, value FROM emitted WHERE ${where.join(' AND ')}
		AND (sort, id, at) ${after} (?, ?, ?) ${order}`;
	let page = db.all<Emitted>(first, values);
	while (page.length) {
		yield page;
		const last = page.at(-1);
		if (!last || page.length < SLICE) return;
		await breathe();
		page = db.all<Emitted>(next, [...values, last.sort, last.id, last.at]);
	}
}

async function* mapped(db: Database, index: string, options: ListOptions, ranges: readonly Range[]) {
	let skip = options.count('skip') ?? 0;
	let left = options.count('limit') ?? Infinity;
	const withDocs = options.flag('include_docs');
	for (const range of ranges) {
		for await (const page of rowsIn(db, index, range)) {
			const wanted = page.slice(Math.min(skip, page.length)).slice(0, left);
			skip = Math.max(0, skip - page.length);
			left -= wanted.length;
			yield wanted.map((row) => {
				const doc = withDocs ? `,"doc":${JSON.stringify(linkedDoc(db, row))}` : '';
				return `{"id":${JSON.stringify(row.id)},"key":${row.key},"value":${row.value}${doc}}`;
			});
			if (left <= 0) return;
		}
	}
}

/** The row's document, or the one that its value names by `_id`. */
function linkedDoc(db: Database, emitted: Emitted): JsonObject | null {
	const value: Json = JSON.parse(emitted.value);
	const id = isObject(value) && typeof value._id === 'string' ? value._id : emitted.id;
	return livingDocument(db, id) ?? null;
}

async function* reduced(
	db: Database,
	index: string,
	options: ListOptions,
	ranges: readonly Range[],
	newReducer: () => Reducer
) {
	const level = options.flag('group') ? Infinity : (options.count('group_level') ?? 0);
	let skip = options.count('skip') ?? 0;
	let left = options.count('limit') ?? Infinity;
	for (const range of ranges) {
		let group: { key: string; reducer: Reducer } | undefined;
		const flush = (): string[] => {
			if (!group || left <= 0 || skip-- > 0) return [];
			left--;
			return [`{"key":${group.key},"value":${JSON.stringify(group.reducer.result())}}`];
		};
		for await (const page of rowsIn(db, index, range)) {
			const out: string[] = [];
			for (const row of page) {
				const key = groupKey(row.key, level);
				if (group?.key !== key) {
					out.push(...flush());
					group = { key, reducer: newReducer() };
				}
				group.reducer.add(JSON.parse(row.value), row.key);
			}
			yield out;
			if (left <= 0) return;
		}
		yield flush();
	}
}

function groupKey(key: string, level: number): string {
	if (level === 0) return 'null';
	if (level === Infinity || !key.startsWith('[')) return key;
	const parts: Json[] = JSON.parse(key);
	return JSON.stringify(parts.slice(0, level));
}
