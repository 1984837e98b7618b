import { describe, expect, test } from 'vitest';
import {
	aBuilding,
	aCompound,
	aDwelling,
	aHousehold,
	aResident
} from '../../../tests/fixtures/neighbourhood';
import { doorNumber, joinDoors } from './door';
import { normalizeQuery, searchDoors, searchEntry } from './search';

const compound = aCompound();
const three = aBuilding(compound, '3 幢');
const thirteen = aBuilding(compound, '13 幢');
const homes = [
	{ building: three, room: '501', stairUnit: '2', name: '王秀英', phone: '10012345678' },
	{ building: three, room: '502', stairUnit: '2', name: '李强', phone: '10012340000' },
	{ building: thirteen, room: '501', stairUnit: '2', name: '欧阳小王', phone: '10099991234' },
	{ building: three, room: '1501', stairUnit: '1', name: '赵敏', phone: '10077770000' }
].map(({ building, name, phone, ...fields }) => {
	const dwelling = aDwelling(building, fields);
	const household = aHousehold(dwelling);
	return { dwelling, household, resident: aResident(household, { name, phone }) };
});
const doors = joinDoors({
	compounds: [compound],
	buildings: [three, thirteen],
	dwellings: homes.map((home) => home.dwelling),
	households: homes.map((home) => home.household),
	residents: homes.map((home) => home.resident)
});
const entries = doors.map(searchEntry);
const found = (query: string) => searchDoors(entries, query).map(doorNumber);

describe('a door number as people type and say it', () => {
	test.each([
		'3-2-501',
		'3幢2单元501',
		'3 幢 2 单元 501 室',
		'3 2 501',
		'３－２－５０１',
		'三幢二单元501',
		'3/2/501'
	])('%s', (query) => expect(found(query)[0]).toBe('3-2-501'));
	test('a room alone finds that room in every building, not 1501', () => {
		expect(found('501').slice(0, 2)).toEqual(['3-2-501', '13-2-501']);
	});
	test('a building finds its doors, not building 13', () => {
		expect(found('3-2-').slice(0, 2)).toEqual(['3-2-501', '3-2-502']);
		expect(normalizeQuery('3幢2单元')).toBe('3-2');
	});
	test('the compound may stand in front', () => {
		expect(found('金桂苑3-2-501')).toEqual(['3-2-501']);
	});
});

test('a name: surname first, inside a name after that', () => {
	expect(found('王')).toEqual(['3-2-501', '13-2-501']);
	expect(found('李强')).toEqual(['3-2-502']);
});

test('the last four of a phone', () => {
	expect(found('5678')).toEqual(['3-2-501']);
});

test('nothing typed shows everything in walk order', () => {
	expect(found('  ')).toEqual(['3-1-1501', '3-2-501', '3-2-502', '13-2-501']);
});

test('signs that mean something elsewhere find nothing and break nothing', () => {
	expect(found('.*')).toEqual([]);
	expect(found('[')).toEqual([]);
});
