import { Dexie, type Collection } from 'dexie';
import type { Scope } from '../org/scopes';
import type { Doc } from '../record';
import { RECORD_TYPES } from '../record-types';
import type { Query, Stored } from './contract';
import { asking, reading, type DeviceDatabase } from './database';
import { noticing, unnoticed } from './noticing';
import { NO_TIME, packId, packTime } from './packing';
import { toDocument, type Opened, type RecordRow } from './rows';
import { openEach, openRows } from './sealed-rows';
import type { RecordTable } from './writers';

type Rows = Collection<RecordRow, [Scope, string]>;
type Key = [Scope, string];

/** How one scope answers a query: a range of one index, and what the index cannot tell. */
interface Plan {
	rows(scope: Scope): Rows;
	/** True when the range already lies in the wanted order. */
	readonly ordered: boolean;
	/** What remains to be checked on the row; absent when the index says all. */
	readonly rest?: (row: RecordRow) => boolean;
}

/** Records of the query, page by page, in its order across scopes; without those that do not open. */
export async function findRecords<D extends Doc>(db: DeviceDatabase, query: Query): Promise<Stored<D>[]> {
	return openRecords(db, await findRows(db, query), query);
}

/** What `findRows` found, as records; without those that do not open. Takes the rows over. */
export const openRecords = async <D extends Doc>(
	db: DeviceDatabase,
	rows: readonly RecordRow[],
	{ without = [] }: Query
): Promise<Stored<D>[]> =>
	(await openEach(db, rows)).flatMap((row) => {
		if (!row) return [];
		for (const field of without) delete row.body[field];
		return [toStored<D>(row)];
	});

/** The rows of a query as they lie there, sealed: no key is needed for that. */
export function findRows(db: DeviceDatabase, query: Query): Promise<RecordRow[]> {
	const plan = planOf(db, query);
	const offset = query.offset ?? 0;
	const end = query.limit === undefined ? Infinity : offset + query.limit;
	// One scope skips inside the index; several must be merged before anything can be skipped.
	const pageOfOne = (scope: Scope) => pageOf(db, plan, query, scope, offset, end);
	const [only] = query.scopes?.length === 1 ? query.scopes : [];
	if (only !== undefined && !sortsKeys(plan, query)) return asking(db, () => pageOfOne(only));
	return reading(db, tablesOf(query), async () => {
		const scopes = query.scopes ?? (await allScopes(db));
		if (scopes.length === 1) return pageOfOne(scopes[0] as Scope);
		const pages = await Promise.all(scopes.map((scope) => pageOf(db, plan, query, scope, 0, end)));
		const sorted = pages.flat().sort(query.newestFirst ? newestFirst : byId);
		return sorted.slice(offset, end);
	});
}

/** All scopes of the device. A live query wakes when another one appears, not with each record of these. */
function allScopes(db: DeviceDatabase): PromiseLike<Scope[]> {
	const notice = noticing(db.name);
	return unnoticed(() => db.scopes.toCollection().primaryKeys()).then((scopes) => {
		notice.otherScopes(scopes);
		return scopes;
	});
}

/** How many records the query would find; reads an index only, unless two columns are asked for at once. */
export function countRecords(db: DeviceDatabase, query: Query): Promise<number> {
	return reading(db, tablesOf(query), async () => {
		const { rows, rest } = planOf(db, query);
		const scopes = query.scopes ?? (await allScopes(db));
		const counts = await Promise.all(
			scopes.map(async (scope) =>
				rest ? (await rows(scope).toArray()).filter(rest).length : rows(scope).count()
			)
		);
		const found = counts.reduce((sum, count) => sum + count, 0) - (query.offset ?? 0);
		return Math.max(0, Math.min(found, query.limit ?? Infinity));
	});
}

export async function readRecord<D extends Doc>(
	db: DeviceDatabase,
	scope: Scope,
	id: string
): Promise<Stored<D> | undefined> {
	const row = await asking(db, () => db.records.get([scope, id]));
	if (!row || row.deleted) return undefined;
	const [opened] = await openRows(db, [row]);
	return opened && toStored<D>(opened);
}

const tablesOf = (query: Query): RecordTable[] => (query.scopes ? ['records'] : ['records', 'scopes']);

const toStored = <D extends Doc>(row: Opened<RecordRow>): Stored<D> => ({
	scope: row.scope,
	record: toDocument({ body: row.body }, row.id, row.rev) as unknown as D,
	receipt: row.unsent ? 'local' : 'onServer'
});

const byId = (a: RecordRow, b: RecordRow) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const newestFirst = (a: RecordRow, b: RecordRow) => {
	const [at, bt] = [a.at ?? NO_TIME, b.at ?? NO_TIME];
	return at === bt ? -byId(a, b) : at < bt ? 1 : -1;
};

function planOf(db: DeviceDatabase, query: Query): Plan {
	if (query.unsent) {
		const rows = (scope: Scope): Rows => db.records.where({ scope, unsent: 1 });
		return {
			rows,
			ordered: !query.newestFirst,
			rest: restOf(query, ['type', 'subject', 'place', 'kind'], true)
		};
	}
	const { type } = query;
	if (type === undefined) throw new TypeError('A query names a type, or asks for what is unsent');
	const column = (['subject', 'kind'] as const).find((name) => query[name] !== undefined);
	const index = column ? `[scope+type+${column}+at]` : '[scope+type+at]';
	const prefix = column ? [type, packed(query, column)] : [type];
	// A range of times leaves out rows without a time.
	const timed = query.from !== undefined || query.to !== undefined;
	const { from, to } = timesOf(query);
	const rows = (scope: Scope): Rows =>
		db.records
			.where(index)
			.between(
				[scope, ...prefix, from ?? NO_TIME],
				[scope, ...prefix, to ?? Dexie.maxKey],
				!timed || query.from !== undefined,
				query.to === undefined
			);
	const others = (['subject', 'place', 'kind'] as const).filter((name) => name !== column);
	return {
		rows,
		// A profile has no time, so its range lies in the order of ids; an event's lies in the order of time.
		ordered: query.newestFirst === true || RECORD_TYPES.get(type)?.nature === 'profile',
		rest: restOf(query, others, false)
	};
}

function restOf(
	query: Query,
	columns: readonly ('type' | 'subject' | 'place' | 'kind')[],
	times: boolean
): Plan['rest'] {
	const asked = columns.filter((name) => query[name] !== undefined);
	const wanted = asked.map((name) => [name, packed(query, name)] as const);
	const { from, to } = timesOf(query);
	const timed = times && (from !== undefined || to !== undefined);
	if (!asked.length && !timed) return undefined;
	return (row) =>
		wanted.every(([name, value]) => (name === 'type' ? isOfType(row, value) : row[name] === value)) &&
		(!timed ||
			(row.at !== undefined &&
				row.at > NO_TIME &&
				(from === undefined || row.at >= from) &&
				(to === undefined || row.at < to)));
}

type Column = 'subject' | 'place' | 'kind';

/** A condition in the form in which its column is stored. */
const packed = (query: Query, name: Column | 'type'): string => {
	const value = query[name] ?? '';
	return name === 'subject' || name === 'place' ? packId(value) : value;
};

const timesOf = ({ from, to }: Query) => ({
	from: from === undefined ? undefined : packTime(from),
	to: to === undefined ? undefined : packTime(to)
});

/** By its id, which a voided row keeps; its `type` column is gone. */
const isOfType = ({ id }: RecordRow, type = '') => id.startsWith(`${type}:`);

/** By id, but the index lies by time: the keys alone are read and sorted, and then the page's rows. */
const sortsKeys = ({ rest, ordered }: Plan, { newestFirst, limit }: Query): boolean =>
	!rest && !ordered && !newestFirst && limit !== undefined;

/** The rows from `offset` to `end` of one scope. One request, unless it sorts keys. */
async function pageOf(
	db: DeviceDatabase,
	plan: Plan,
	query: Query,
	scope: Scope,
	offset: number,
	end: number
): Promise<RecordRow[]> {
	const range = () => (query.newestFirst && plan.ordered ? plan.rows(scope).reverse() : plan.rows(scope));
	if (!plan.rest && plan.ordered) {
		const page = offset ? range().offset(offset) : range();
		return end === Infinity ? page.toArray() : page.limit(end - offset).toArray();
	}
	if (sortsKeys(plan, query)) {
		const keys = (await range().primaryKeys()).sort((a, b) => (a[1] < b[1] ? -1 : 1));
		const rows = await db.records.bulkGet(keys.slice(offset, end) as Key[]);
		return rows.filter((row) => row !== undefined);
	}
	const rows = await range().toArray();
	const found = plan.rest ? rows.filter(plan.rest) : rows;
	if (!plan.ordered) found.sort(query.newestFirst ? newestFirst : byId);
	return found.slice(offset, end);
}
