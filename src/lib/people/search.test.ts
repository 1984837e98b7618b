import { describe, expect, test } from 'vitest';
import {
	aBuilding,
	aCompound,
	aDwelling,
	aHousehold,
	aResident
} from '../../../tests/fixtures/neighbourhood';
import { doorNumber, joinDoors } from './door';
import type { Resident } from './people';
import { loadReadings } from './pinyin';
import { narrowsSearch, searchAmong, searchDoors, searchEntry, type SearchEntry } from './search';
import { normalizeQuery } from './search-query';

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
const readings = await loadReadings();
const entries = doors.map((door) => searchEntry(door, readings));
const found = (query: string) => searchDoors(entries, query).map(({ door }) => doorNumber(door));

describe('a door number as people type and say it', () => {
	test.each([
		'3-2-501',
		'3幢2单元501',
		'3 幢 2 单元 501 室',
		'3 2 501',
		'３－２－５０１',
		'三幢二单元501',
		'三幢二单元五零一',
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

describe('a name as people type it', () => {
	/** Whether this query finds a person of this name, who has no other way to be found. */
	function finds(query: string, name: string, fields: Partial<Resident> = {}): boolean {
		const home = homes[0];
		if (!home) throw new Error('no home');
		const resident = aResident(home.household, { name, ...fields });
		const [door] = joinDoors({
			compounds: [compound],
			buildings: [three],
			dwellings: [home.dwelling],
			households: [home.household],
			residents: [resident]
		});
		if (!door) throw new Error('no door');
		return searchDoors([searchEntry(door, readings)], query).some((one) => one.resident === resident);
	}

	test.each([
		'王秀',
		'wx',
		'wxy',
		'wangxiu',
		'wang xiu ying',
		'wangxy',
		'wxiu',
		'WangXiuYing',
		'xiuying',
		'xy'
	])('%s is 王秀英', (query) => expect(finds(query, '王秀英')).toBe(true));
	test.each(['wy', 'wangyi', 'iu', 'wangxiuyings', 'xw'])('%s is not 王秀英', (query) =>
		expect(finds(query, '王秀英')).toBe(false)
	);
	test.each([
		['shan', '单雄信'],
		['sxx', '单雄信'],
		['zeng', '曾国强'],
		['qiu', '仇英'],
		['xie', '解晓东'],
		['ou', '区国平'],
		['zha', '查良镛'],
		['yuchi', '尉迟恭'],
		['moqi', '万俟卨'],
		['ren', '任长霞'],
		['lv', '吕洞宾'],
		['lü', '吕洞宾'],
		['zhang', '张伟'],
		['zw', '张伟'],
		['zhw', '张伟']
	])('%s finds %s, whichever way the surname is read', (query, name) =>
		expect(finds(query, name)).toBe(true)
	);
	test('a former name finds its bearer and is told', () => {
		expect(finds('王招娣', '王秀英', { formerNames: ['王招娣'] })).toBe(true);
		expect(finds('wzd', '王秀英', { formerNames: ['王招娣'] })).toBe(true);
	});
	test('before the dictionary has been loaded characters find, letters do not', () => {
		const bare = doors.map((door) => searchEntry(door));
		expect(searchDoors(bare, '王秀')).toHaveLength(1);
		expect(searchDoors(bare, 'wx')).toHaveLength(0);
	});
});

test.each([
	['三单元501', '3-501'],
	['十二幢2单元', '12-2'],
	['二十幢', '20'],
	['二十三号楼一单元', '23-1'],
	['五零一', '501'],
	['王三', '王三']
])('%s is said for %s', (spoken, written) => expect(normalizeQuery(spoken)).toBe(written));

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

test('whoever types on finds among what matched before what he would find among all', () => {
	const typed = [
		'3-2-501',
		'3 幢 2 单元 501',
		'三单元501',
		'王秀英',
		'wang xiu',
		'wxy',
		'oyxw',
		'1234',
		'100123 5',
		'金桂苑3-2'
	];
	let narrowed = 0;
	for (const query of typed) {
		let before: { query: string; hits: readonly SearchEntry[] } = { query: '', hits: entries };
		for (let length = 1; length <= query.length; length++) {
			const now = query.slice(0, length);
			const narrows = narrowsSearch(before.query, now);
			if (narrows) narrowed++;
			const { found, hits } = searchAmong(narrows ? before.hits : entries, now);
			expect(found, now).toEqual(searchDoors(entries, now));
			before = { query: now, hits };
		}
	}
	expect(narrowed).toBeGreaterThan(20);
});
