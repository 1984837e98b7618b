import { groupBy } from '../group-by';
import type { Building, Compound } from '../org/org';
import type { Dwelling, Household, Resident } from './people';

/** A dwelling with everything that stands behind its door; the unit that lists and search show. */
export interface Door {
	readonly dwelling: Dwelling;
	readonly building: Building | undefined;
	readonly compound: Compound | undefined;
	/** Absent for a vacant dwelling. Two households in one dwelling are two doors. */
	readonly household: Household | undefined;
	/** Living residents: head, spouse, then by age. */
	readonly residents: readonly Resident[];
}

export interface PeopleRecords {
	readonly compounds: readonly Compound[];
	readonly buildings: readonly Building[];
	readonly dwellings: readonly Dwelling[];
	readonly households: readonly Household[];
	readonly residents: readonly Resident[];
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Joins records into doors, in walk order: compound, building, stair unit, floor, room. */
export function joinDoors(records: PeopleRecords): Door[] {
	const buildings = byId(records.buildings);
	const compounds = byId(records.compounds);
	const households = groupBy(
		records.households.filter((household) => standing(household) && !household.left),
		(household) => household.dwelling
	);
	const residents = groupBy(records.residents.filter(standing), (resident) => resident.household);
	return records.dwellings
		.filter(standing)
		.flatMap((dwelling) => {
			const building = buildings.get(dwelling.building);
			const compound = building && compounds.get(building.compound);
			const homes: (Household | undefined)[] = households.get(dwelling._id) ?? [undefined];
			return homes.map((household) => ({
				dwelling,
				building,
				compound,
				household,
				residents: household ? livingHeadFirst(residents.get(household._id) ?? []) : []
			}));
		})
		.sort(inWalkOrder);
}

function inWalkOrder(a: Door, b: Door): number {
	return (
		collator.compare(a.compound?.name ?? '', b.compound?.name ?? '') ||
		collator.compare(a.building?.label ?? '', b.building?.label ?? '') ||
		collator.compare(a.dwelling.stairUnit, b.dwelling.stairUnit) ||
		a.dwelling.floor - b.dwelling.floor ||
		collator.compare(a.dwelling.room, b.dwelling.room) ||
		(a.household?._id ?? '').localeCompare(b.household?._id ?? '')
	);
}

/** Head, spouse, then the others, the oldest first. */
const livingHeadFirst = (residents: readonly Resident[]) =>
	residents
		.filter((resident) => resident.status === 'living')
		.sort((a, b) => rank(a) - rank(b) || (a.birthYear ?? 0) - (b.birthYear ?? 0));

const rank = ({ relationToHead }: Resident) =>
	relationToHead === 'head' ? 0 : relationToHead === 'spouse' ? 1 : 2;

const standing = (record: { voided?: boolean | undefined }) => !record.voided;

const byId = <T extends { _id: string }>(records: readonly T[]) => new Map(records.map((r) => [r._id, r]));

/** The short form that people say and type: `3-2-501`; without a stair unit `3-501`. */
export function doorNumber(door: Pick<Door, 'building' | 'dwelling'>): string {
	const building = door.building?.label.replace(/\s*(幢|栋|号楼|座|#)\s*$/u, '') ?? '?';
	return [building, door.dwelling.stairUnit, door.dwelling.room].filter(Boolean).join('-');
}
