import { CouchError, notImplemented } from './errors';
import type { Json } from './json';

/** One of CouchDB's built-in reducers, fed row by row. */
export interface Reducer {
	add(value: Json, keyText: string): void;
	result(): Json;
}

const bad = (name: string, value: Json) =>
	new CouchError(
		400,
		'builtin_reduce_error',
		`${name} takes numbers only, not ${JSON.stringify(value).slice(0, 100)}`
	);

/** @throws CouchError 501 for a reduce function of its own */
export function reducerOf(name: string): () => Reducer {
	switch (name) {
		case '_count':
			return countRows;
		case '_sum':
			return sumValues;
		case '_stats':
			return statistics;
		case '_approx_count_distinct':
			return countDistinct;
		default:
			throw notImplemented('A reduce function other than _count, _sum, _stats and _approx_count_distinct');
	}
}

function countRows(): Reducer {
	let count = 0;
	return { add: () => void count++, result: () => count };
}

/** Numbers, or lists of numbers place by place. */
function sumValues(): Reducer {
	let total: number | number[] = 0;
	return {
		add(value) {
			if (typeof value === 'number' && typeof total === 'number') total += value;
			else total = addLists(numbers('_sum', total), numbers('_sum', value));
		},
		result: () => total
	};
}

const numbers = (name: string, value: Json): number[] => {
	const list = Array.isArray(value) ? value : [value];
	if (!list.every((item) => typeof item === 'number')) throw bad(name, value);
	return list;
};

const addLists = (a: number[], b: number[]): number[] =>
	Array.from({ length: Math.max(a.length, b.length) }, (_, n) => (a[n] ?? 0) + (b[n] ?? 0));

function statistics(): Reducer {
	let [sum, count, min, max, sumsqr] = [0, 0, Infinity, -Infinity, 0];
	return {
		add(value) {
			if (typeof value !== 'number') throw bad('_stats', value);
			sum += value;
			count++;
			min = Math.min(min, value);
			max = Math.max(max, value);
			sumsqr += value * value;
		},
		result: () => ({ sum, count, min, max, sumsqr })
	};
}

/** Exact here; CouchDB estimates. */
function countDistinct(): Reducer {
	const seen = new Set<string>();
	return { add: (_, keyText) => void seen.add(keyText), result: () => seen.size };
}
