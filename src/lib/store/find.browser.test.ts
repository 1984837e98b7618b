import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visit } from '../visits/visit';
import type { Query, Store } from './contract';
import { openStore } from './open';
import { GRID, OTHER_GRID, household, newUser, testSealer, visit } from './scenarios';

/** A device with two grids: 40 visits by turns, five outcomes apart, and three households. */
const HOME = `household:${ulid()}`;
const DOOR = `dwelling:${ulid()}`;
const minute = (n: number) => new Date(Date.parse('2026-03-01T08:00:00.000Z') + n * 60_000).toISOString();
// Ids run against time, so that order by id and order by time differ.
const VISITS = Array.from({ length: 40 }, (_, i) =>
	visit({
		_id: `visit:${ulid(1_770_000_000_000 + i)}`,
		startedAt: minute(100 - i),
		...(i % 4 === 0 && { subject: HOME }),
		...(i % 8 === 0 && { dwelling: DOOR }),
		outcome: i % 5 === 0 ? 'refused' : 'met'
	})
);
const HOUSEHOLDS = [household(), household({ tenure: 'tenant' }), household({ dwelling: DOOR })];
const scopeOf = (i: number) => (i % 2 ? OTHER_GRID : GRID);

let store: Store;
beforeAll(async () => {
	store = await openStore(newUser(), testSealer);
	await store.saveAll(
		GRID,
		VISITS.filter((_, i) => scopeOf(i) === GRID)
	);
	await store.saveAll(
		OTHER_GRID,
		VISITS.filter((_, i) => scopeOf(i) === OTHER_GRID)
	);
	await store.saveAll(GRID, HOUSEHOLDS);
});
afterAll(() => store.close());

const ids = async (query: Query) => (await store.find(query)).map(({ record }) => record._id);

/** What the query means, said plainly over the records themselves. */
function expected(query: Query): string[] {
	const found = VISITS.filter(
		(v, i) =>
			(!query.scopes || query.scopes.includes(scopeOf(i))) &&
			(query.subject === undefined || v.subject === query.subject) &&
			(query.place === undefined || v.dwelling === query.place) &&
			(query.kind === undefined || v.outcome === query.kind) &&
			(query.from === undefined || v.startedAt >= query.from) &&
			(query.to === undefined || v.startedAt < query.to)
	);
	const key = (v: Visit) => (query.newestFirst ? v.startedAt : '') + v._id;
	found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
	if (query.newestFirst) found.reverse();
	const offset = query.offset ?? 0;
	return found.slice(offset, query.limit === undefined ? undefined : offset + query.limit).map((v) => v._id);
}

const conditions: Query[] = [
	{},
	{ subject: HOME },
	{ place: DOOR },
	{ kind: 'refused' },
	{ subject: HOME, kind: 'refused' },
	{ place: DOOR, kind: 'met' },
	{ from: minute(70), to: minute(90) },
	{ to: minute(75) },
	{ from: minute(95) },
	{ kind: 'refused', from: minute(70), to: minute(95) },
	{ subject: HOME, place: DOOR, from: minute(80) }
];
const pages: Query[] = [{}, { limit: 5 }, { limit: 5, offset: 3 }, { offset: 7 }, { limit: 0 }];
const areas: Query[] = [{}, { scopes: [GRID] }, { scopes: [GRID, OTHER_GRID] }, { scopes: ['people-none'] }];

describe('find and count answer what the query says', () => {
	for (const condition of conditions)
		test(JSON.stringify(condition), async () => {
			for (const area of areas)
				for (const page of pages)
					for (const newestFirst of [false, true]) {
						const query = { type: 'visit', ...condition, ...area, ...page, newestFirst };
						expect(await ids(query), JSON.stringify(query)).toEqual(expected(query));
						expect(await store.count(query), JSON.stringify(query)).toBe(expected(query).length);
					}
		});
});

test('profiles come by id, whatever column finds them', async () => {
	const sorted = HOUSEHOLDS.map(({ _id }) => _id).sort();
	expect(await ids({ type: 'household' })).toEqual(sorted);
	expect(await ids({ type: 'household', limit: 2, offset: 1 })).toEqual(sorted.slice(1));
	expect(await ids({ type: 'household', place: DOOR })).toEqual([HOUSEHOLDS[2]?._id]);
	expect(await ids({ type: 'household', kind: 'tenant' })).toEqual([HOUSEHOLDS[1]?._id]);
});

test('unsent records of all types, or of one', async () => {
	expect(await store.count({ unsent: true })).toBe(43);
	expect(await ids({ unsent: true, type: 'household' })).toEqual(HOUSEHOLDS.map(({ _id }) => _id).sort());
	expect(await store.count({ unsent: true, scopes: [OTHER_GRID] })).toBe(20);
	expect(await ids({ unsent: true, limit: 2 })).toEqual((await ids({ unsent: true })).slice(0, 2));
});

test('a query that names neither a type nor what is unsent is refused', async () => {
	await expect(store.find({ subject: HOME })).rejects.toThrow(TypeError);
});
