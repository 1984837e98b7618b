import { groupBy } from '../group-by';
import type { Door } from './door';
import type { Dwelling } from './people';

/** One flat as drawn: its dwelling and all doors of it (two households in one dwelling are two doors). */
export interface Cell {
	readonly dwelling: Dwelling;
	readonly doors: readonly [Door, ...Door[]];
}

/** One stair unit as drawn: floors downwards, rooms across; every floor has a place for every column. */
export interface Stair {
	readonly stairUnit: string;
	readonly columns: number;
	readonly floors: readonly { readonly floor: number; readonly cells: readonly (Cell | undefined)[] }[];
}

/**
 * Draws a building: `501` and `601` stand above one another, because their numbers end alike. Rooms whose numbers tell
 * no column stand in walk order.
 * @param doors of one building, in walk order
 */
export function stairsOf(doors: readonly Door[]): Stair[] {
	return [...groupBy(doors, ({ dwelling }) => dwelling.stairUnit)].map(([stairUnit, inStair]) => {
		const flats = [...groupBy(inStair, ({ dwelling }) => dwelling._id).values()] as [Door, ...Door[]][];
		const byFloor = groupBy(flats, ([{ dwelling }]) => dwelling.floor);
		const columns = columnsOf([...byFloor.values()]);
		const floors = [...byFloor].sort(([a], [b]) => b - a);
		return {
			stairUnit,
			columns: columns?.length ?? Math.max(0, ...floors.map(([, rooms]) => rooms.length)),
			floors: floors.map(([floor, rooms]) => ({
				floor,
				cells: columns
					? columns.map((column) => cell(rooms.find(([door]) => columnOf(door) === column)))
					: rooms.map(cell)
			}))
		};
	});
}

const cell = (doors: [Door, ...Door[]] | undefined): Cell | undefined =>
	doors && { dwelling: doors[0].dwelling, doors };

/** What follows the floor in a room's number: `01` of `501` on floor 5. */
function columnOf({ dwelling: { room, floor } }: Door): string | undefined {
	const prefix = String(floor);
	return room.startsWith(prefix) && room.length > prefix.length ? room.slice(prefix.length) : undefined;
}

/** `undefined` when a number tells no column, or two flats of one floor tell the same. */
function columnsOf(floors: readonly (readonly [Door, ...Door[]][])[]): string[] | undefined {
	const columns = new Set<string>();
	for (const rooms of floors) {
		const onFloor = new Set<string>();
		for (const [door] of rooms) {
			const column = columnOf(door);
			if (column === undefined || onFloor.has(column)) return undefined;
			onFloor.add(column);
			columns.add(column);
		}
	}
	return [...columns].sort();
}
