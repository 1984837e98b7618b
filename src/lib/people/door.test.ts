import { expect, test } from 'vitest';
import {
	aBuilding,
	aCompound,
	aDwelling,
	aHousehold,
	aResident
} from '../../../tests/fixtures/neighbourhood';
import { doorNumber, joinDoors } from './door';

const compound = aCompound();

test('walk order is building, stair unit, floor, room, by number', () => {
	const ten = aBuilding(compound, '10 幢');
	const two = aBuilding(compound, '2 幢');
	const dwellings = [
		aDwelling(ten, { stairUnit: '1', floor: 1, room: '101' }),
		aDwelling(two, { stairUnit: '10', floor: 1, room: '101' }),
		aDwelling(two, { stairUnit: '2', floor: 10, room: '1001' }),
		aDwelling(two, { stairUnit: '2', floor: 9, room: '902' }),
		aDwelling(two, { stairUnit: '2', floor: 9, room: '901' })
	];
	const doors = joinDoors({
		compounds: [compound],
		buildings: [ten, two],
		dwellings,
		households: [],
		residents: []
	});
	expect(doors.map(doorNumber)).toEqual(['2-2-901', '2-2-902', '2-2-1001', '2-10-101', '10-1-101']);
});

test('two households in one dwelling are two doors; the head stands first; who moved away is not shown', () => {
	const building = aBuilding(compound);
	const dwelling = aDwelling(building);
	const [first, second] = [aHousehold(dwelling), aHousehold(dwelling)];
	const residents = [
		aResident(first, { name: '王小明', relationToHead: 'child' }),
		aResident(first, { name: '王大明' }),
		aResident(first, { name: '王走了', relationToHead: 'child', status: 'movedAway' }),
		aResident(second, { name: '李强' })
	];
	const doors = joinDoors({
		compounds: [compound],
		buildings: [building],
		dwellings: [dwelling],
		households: [first, second],
		residents
	});
	expect(doors.map((door) => door.residents.map((resident) => resident.name))).toEqual([
		['王大明', '王小明'],
		['李强']
	]);
});

test('a door whose building has not arrived yet is still shown', () => {
	const building = aBuilding(compound);
	const doors = joinDoors({
		compounds: [],
		buildings: [],
		dwellings: [aDwelling(building)],
		households: [],
		residents: []
	});
	expect(doors).toHaveLength(1);
	expect(doorNumber(doors[0]!)).toBe('?-2-501');
});
