import { sendRows } from './answer';
import { breathe, SLICE } from './breathe';
import { sortText } from './collation';
import type { DatabaseCall } from './database-call';
import { CouchError, badRequest } from './errors';
import { isDesignId } from './incoming';
import { isObject, isStringList, type Json, type JsonObject } from './json';
import { declaredIndexes } from './indexes';
import { readDocument } from './read-document';
import { compileSelector } from './selector';

interface SortField {
	readonly path: readonly string[];
	readonly isDescending: boolean;
}

const NO_INDEX = 'No matching index found, create an index to optimize query time.';
/** A sorted answer is held in memory; more than this many hits ask for a real CouchDB. */
const MAX_SORTED = 100_000;

/** `POST /db/_find`: a scan in slices. Indexes are declared as in CouchDB, and decide only which sorts are allowed. */
export async function find(at: DatabaseCall): Promise<void> {
	const body = await at.call.posted();
	const { selector, fields, bookmark } = body;
	if (selector === undefined)
		throw new CouchError(400, 'missing_required_key', 'Missing required key: selector');
	if (!isObject(selector)) {
		const reason = `Selector must be a JSON object, not: ${JSON.stringify(selector)}`;
		throw new CouchError(400, 'invalid_selector_json', reason);
	}
	if (fields !== undefined && !isStringList(fields)) throw badRequest('`fields` must be a list of strings');
	const matches = compileSelector(selector);
	const sort = sortOf(at, body.sort);
	const limit = countOf(body.limit, 25);
	const start = bookmarkOf(bookmark);
	const skip = start === undefined ? countOf(body.skip, 0) : 0;
	const project = (doc: JsonObject) => JSON.stringify(fields?.length ? pick(doc, fields) : doc);
	const walk: Walk = { at, matches, start, limit, skip, last: undefined };
	const pages = sort.length ? sorted(walk, sort, project) : scanned(walk, project);
	await sendRows(at.call, '{"docs":[\n', pages, () => {
		const mark =
			walk.last === undefined ? 'nil' : Buffer.from(JSON.stringify(walk.last)).toString('base64url');
		return `\n],\n"bookmark": "${mark}",\n"warning": "${NO_INDEX}"}\n`;
	});
}

interface Walk {
	readonly at: DatabaseCall;
	readonly matches: (doc: JsonObject) => boolean;
	/** Where the last page ended: an id in a scan, a count in a sorted answer. */
	readonly start: Json | undefined;
	readonly limit: number;
	readonly skip: number;
	last: Json | undefined;
}

async function* matching({ at, matches }: Walk, after: string | undefined): AsyncGenerator<JsonObject[]> {
	for (let from = after; ;) {
		const rows = at.db.inRange({ from, fromExclusive: true }, SLICE);
		const last = rows.at(-1);
		if (!last) return;
		const docs = rows.filter((row) => !isDesignId(row.id)).map((row) => readDocument(at.db, row));
		yield docs.filter((doc) => doc !== undefined).filter(matches);
		from = last.id;
		await breathe();
	}
}

async function* scanned(walk: Walk, project: (doc: JsonObject) => string) {
	let { skip, limit: left } = walk;
	if (left === 0) return;
	for await (const docs of matching(walk, typeof walk.start === 'string' ? walk.start : undefined)) {
		const wanted = docs.slice(Math.min(skip, docs.length)).slice(0, left);
		skip = Math.max(0, skip - docs.length);
		left -= wanted.length;
		walk.last = wanted.at(-1)?._id ?? walk.last;
		yield wanted.map(project);
		if (left <= 0) return;
	}
}

async function* sorted(walk: Walk, sort: readonly SortField[], project: (doc: JsonObject) => string) {
	const hits: { doc: JsonObject; keys: string[] }[] = [];
	for await (const docs of matching(walk, undefined)) {
		for (const doc of docs) {
			const values = sort.map(({ path }) => fieldOf(doc, path));
			// an index holds only documents that have its fields
			if (values.every((value) => value !== undefined)) hits.push({ doc, keys: values.map(sortText) });
		}
		if (hits.length > MAX_SORTED) throw new CouchError(413, 'too_large', 'Too many documents to sort.');
	}
	hits.sort((a, b) => {
		for (const [n, { isDescending }] of sort.entries()) {
			const [x = '', y = ''] = [a.keys[n], b.keys[n]];
			if (x !== y) return x < y === isDescending ? 1 : -1;
		}
		return 0;
	});
	const from = typeof walk.start === 'number' ? walk.start : walk.skip;
	const wanted = hits.slice(from, from + walk.limit);
	if (wanted.length) walk.last = from + wanted.length;
	yield wanted.map(({ doc }) => project(doc));
}

function sortOf(at: DatabaseCall, sort: Json | undefined): SortField[] {
	if (sort === undefined) return [];
	if (!Array.isArray(sort))
		throw new CouchError(400, 'invalid_sort_json', 'Sort must be an array of sort specs');
	const fields = sort.map((item): [string, string] => {
		const [name, direction] = isObject(item) ? (Object.entries(item)[0] ?? []) : [item, 'asc'];
		if (typeof name !== 'string' || (direction !== 'asc' && direction !== 'desc')) {
			throw new CouchError(400, 'invalid_sort_field', 'Invalid sort field');
		}
		return [name, direction];
	});
	const names = fields.map(([name]) => name);
	const isCovered = declaredIndexes(at.db).some((index) =>
		names.every((name, n) => index.fields[n] === name)
	);
	if (!isCovered && names.join() !== '_id') {
		const reason = 'No index exists for this sort, try indexing by the sort fields.';
		throw new CouchError(400, 'no_usable_index', reason);
	}
	return fields.map(([name, direction]) => ({ path: name.split('.'), isDescending: direction === 'desc' }));
}

function countOf(value: Json | undefined, otherwise: number): number {
	if (value === undefined) return otherwise;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
	const reason = `${JSON.stringify(value)} is not an integer greater than or equal to zero`;
	throw new CouchError(400, 'invalid_non_neg_integer', reason);
}

function bookmarkOf(bookmark: Json | undefined): Json | undefined {
	if (bookmark === undefined || bookmark === null || bookmark === 'nil' || bookmark === '') return undefined;
	try {
		return JSON.parse(Buffer.from(String(bookmark), 'base64url').toString());
	} catch {
		throw new CouchError(400, 'invalid_bookmark', `Invalid bookmark value: ${JSON.stringify(bookmark)}`);
	}
}

function fieldOf(doc: JsonObject, path: readonly string[]): Json | undefined {
	let value: Json | undefined = doc;
	for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
	return value;
}

function pick(doc: JsonObject, fields: readonly string[]): JsonObject {
	const picked: JsonObject = Object.create(null);
	for (const field of fields) {
		const path = field.split('.');
		const value = fieldOf(doc, path);
		if (value === undefined) continue;
		let target = picked;
		for (const name of path.slice(0, -1)) {
			const inner = target[name];
			target = isObject(inner) ? inner : (target[name] = Object.create(null));
		}
		target[path.at(-1) ?? field] = value;
	}
	return picked;
}
