import { expect, test } from 'vitest';
import { inPlaceOrder, matchesPlace, type Place } from './place';

const common = {
	v: 1,
	createdAt: '2026-11-01T00:00:00.000Z',
	createdBy: 'linli',
	device: 'import',
	stamp: 's',
	grid: '330102016001001'
};
const point = (name: string, grid = common.grid): Place => ({
	...common,
	_id: `inspectionPoint:${'0'.repeat(26)}`,
	type: 'inspectionPoint',
	kind: 'wastePoint',
	name,
	grid
});
const shop: Place = {
	...common,
	_id: `premises:${'0'.repeat(26)}`,
	type: 'premises',
	kind: 'restaurant',
	name: '好味餐馆',
	address: '东门路 12 号',
	operator: 'Chen'
};

test.each([
	['好味', true],
	['东门路 12', true],
	['chen', true],
	[' 餐馆 ', true],
	['西门', false]
])('“%s” finds the restaurant: %s', (query, found) => {
	expect(matchesPlace(shop, query)).toBe(found);
});

test('grid by grid, names by number', () => {
	const other = '330102016001002';
	const all = [point('1 号点', other), point('10 号点'), point('2 号点')];
	expect(all.sort(inPlaceOrder).map(({ name, grid }) => `${grid.at(-1)} ${name}`)).toEqual([
		'1 2 号点',
		'1 10 号点',
		'2 1 号点'
	]);
});
