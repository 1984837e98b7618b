import { describe, expect, test } from 'vitest';
import { aBuilding, aCompound, aDwelling, aHousehold } from '../../../tests/fixtures/neighbourhood';
import { stairsOf } from './building';
import { joinDoors } from './door';
import type { Dwelling } from './people';

const compound = aCompound();
const building = aBuilding(compound);

function drawn(flats: Partial<Dwelling>[], householdsEach = 1) {
	const dwellings = flats.map((fields) => aDwelling(building, fields));
	const households = dwellings.flatMap((dwelling) =>
		Array.from({ length: householdsEach }, () => aHousehold(dwelling))
	);
	const doors = joinDoors({
		compounds: [compound],
		buildings: [building],
		dwellings,
		households,
		residents: []
	});
	return stairsOf(doors).map(({ stairUnit, columns, floors }) => ({
		stairUnit,
		columns,
		rooms: floors.map(({ cells }) => cells.map((cell) => cell?.dwelling.room ?? '').join(' '))
	}));
}

describe('a building is drawn as a building', () => {
	test('floors down, rooms across, and a missing room leaves its place empty', () => {
		expect(
			drawn([
				{ floor: 1, room: '101' },
				{ floor: 1, room: '103' },
				{ floor: 2, room: '201' },
				{ floor: 2, room: '202' },
				{ floor: 10, room: '1002' }
			])
		).toEqual([{ stairUnit: '2', columns: 3, rooms: [' 1002 ', '201 202 ', '101  103'] }]);
	});
	test('every stair unit stands for itself', () => {
		expect(drawn([{ stairUnit: '1' }, { stairUnit: '2' }]).map((stair) => stair.stairUnit)).toEqual([
			'1',
			'2'
		]);
	});
	test('numbers that tell no column stand in walk order', () => {
		expect(
			drawn([
				{ floor: 1, room: '东户' },
				{ floor: 1, room: '西户' },
				{ floor: 2, room: '东户' }
			])[0]
		).toMatchObject({ columns: 2, rooms: ['东户', '东户 西户'] });
	});
	test('two households in one flat are one cell', () => {
		const [stair] = drawn([{ floor: 5, room: '501' }], 2);
		expect(stair?.rooms).toEqual(['501']);
	});
});
