import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { insideOf, isHistory, outsideOf, WINDOW_DAYS, windowStart } from './window';

const GRID = 'people-330102016001001';
const NOW = Date.parse('2026-11-21T08:00:00.000Z');
const START = windowStart(NOW);
const daysAgo = (days: number) => NOW - days * 86_400_000;
const inside = (id: string) => insideOf(GRID, START).filter(({ from, to }) => id >= from && id < to).length;

test('R-P3: a device reads what is, whole, and what happened in the last 90 days; nothing twice', () => {
	expect(inside(`household:${ulid(daysAgo(2000))}`)).toBe(1);
	expect(inside(`resident:${ulid(daysAgo(1))}`)).toBe(1);
	expect(inside(`visit:${ulid(daysAgo(1))}`)).toBe(1);
	expect(inside(`visit:${ulid(daysAgo(WINDOW_DAYS - 1))}`)).toBe(1);
	expect(inside(`visit:${ulid(daysAgo(WINDOW_DAYS + 1))}`)).toBe(0);
});

test('a type that only a newer app knows is read whole; design documents are not', () => {
	expect(inside(`vaccination:${ulid(daysAgo(2000))}`)).toBe(1);
	expect(inside(`zebra:${ulid(daysAgo(2000))}`)).toBe(1);
	expect(inside('_design/guard')).toBe(0);
});

test('what is read and what is history exclude each other', () => {
	for (const id of [
		`visit:${ulid(daysAgo(91))}`,
		`visit:${ulid(daysAgo(89))}`,
		`household:${ulid(daysAgo(400))}`
	]) {
		const { from, to } = outsideOf('visit', START);
		expect(isHistory(GRID, id, START)).toBe(id >= from && id < to);
		expect(inside(id)).toBe(isHistory(GRID, id, START) ? 0 : 1);
	}
});

test('what is comes before what happened', () => {
	const ranges = insideOf(GRID, START);
	const visits = ranges.findIndex(({ from }) => from.startsWith('visit:'));
	const residents = ranges.findIndex(({ from, to }) => 'resident:0' >= from && 'resident:0' < to);
	expect(visits).toBeGreaterThan(residents);
});
