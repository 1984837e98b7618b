/** The flats of the demo community before anybody lives in them. */
export interface DemoFlat {
	readonly compound: string;
	readonly building: string;
	/** Empty where a building has a single stair. */
	readonly stairUnit: string;
	readonly floor: number;
	readonly room: string;
}

/** Stair units × floors × doors a landing. */
type Shape = readonly [stairUnits: number, floors: number, doors: number];
const WALK_UP: Shape = [3, 7, 2];
const LONG_WALK_UP: Shape = [4, 6, 2];
const SHORT_WALK_UP: Shape = [2, 6, 2];
const MID_RISE: Shape = [2, 11, 2];
const TOWER: Shape = [1, 18, 4];
const CORRIDOR_BLOCK: Shape = [1, 11, 6];
const DORMITORY: Shape = [1, 6, 3];

/** One entry a grid: 420 to 426 flats each, 3,394 in all, in seven compounds; the largest spans two grids. */
const GRIDS: readonly { compound: string; from: number; buildings: readonly (readonly [number, Shape])[] }[] =
	[
		{ compound: '东门新村', from: 1, buildings: [[10, WALK_UP]] },
		{ compound: '东门新村', from: 11, buildings: [[8, LONG_WALK_UP], [1, WALK_UP]] }, // prettier-ignore
		{ compound: '柳营里', from: 1, buildings: [[6, SHORT_WALK_UP], [4, LONG_WALK_UP], [2, MID_RISE]] }, // prettier-ignore
		{ compound: '河滨花园', from: 1, buildings: [[5, TOWER], [1, CORRIDOR_BLOCK]] }, // prettier-ignore
		{ compound: '建设路宿舍', from: 1, buildings: [[6, LONG_WALK_UP], [5, SHORT_WALK_UP], [1, DORMITORY]] }, // prettier-ignore
		{ compound: '育才公寓', from: 1, buildings: [[6, MID_RISE], [2, TOWER], [1, DORMITORY]] }, // prettier-ignore
		{ compound: '金桂苑', from: 1, buildings: [[4, TOWER], [3, MID_RISE]] }, // prettier-ignore
		{ compound: '广场里', from: 1, buildings: [[7, WALK_UP], [2, CORRIDOR_BLOCK]] } // prettier-ignore
	];

/** The flats of each of the eight grids, in walk order. */
export const demoFlats = (): DemoFlat[][] =>
	GRIDS.map(({ compound, from, buildings }) => {
		const shapes = buildings.flatMap(([count, shape]) => Array.from({ length: count }, () => shape));
		return shapes.flatMap((shape, index) => flatsOf(compound, `${from + index} 幢`, shape));
	});

function flatsOf(compound: string, building: string, [stairUnits, floors, doors]: Shape): DemoFlat[] {
	const flats: DemoFlat[] = [];
	for (let stair = 1; stair <= stairUnits; stair += 1)
		for (let floor = 1; floor <= floors; floor += 1)
			for (let door = 1; door <= doors; door += 1)
				flats.push({
					compound,
					building,
					stairUnit: stairUnits > 1 ? String(stair) : '',
					floor,
					room: `${floor}0${door}`
				});
	return flats;
}
