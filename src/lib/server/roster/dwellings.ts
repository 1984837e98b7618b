import { m } from '../../paraglide/messages';
import { fault, type RosterFault } from './fault';
import type { RosterRow } from './row';
import { USE_WORDS, type DwellingUse, type Tenure } from './words';

/** A flat of the roster with the households behind its door; vacant when there are none. */
export interface RosterDwelling {
	readonly grid: string;
	readonly compound: string;
	readonly building: string;
	readonly stairUnit: string;
	readonly floor: number;
	readonly room: string;
	readonly use: DwellingUse;
	readonly households: readonly RosterHousehold[];
}
export interface RosterHousehold {
	/** Separates two households in one dwelling; usually empty. */
	readonly number: string;
	/** Head first. */
	readonly people: readonly RosterRow[];
}

/** What people say for a door: the key that names one dwelling, whichever grid a row puts it in. */
const doorOf = (row: RosterRow) =>
	[row.compound, row.building, row.stairUnit, row.room].filter((part) => part !== '').join(' ');
const hasDoor = (row: RosterRow) => row.compound !== '' && row.building !== '' && row.room !== '';

/** Joins rows into dwellings and households, and finds what only shows when rows are seen together. */
export function groupDwellings(rows: readonly RosterRow[]): {
	dwellings: RosterDwelling[];
	faults: RosterFault[];
} {
	const faults: RosterFault[] = [];
	const dwellings: RosterDwelling[] = [];
	for (const [first, ...rest] of grouped(rows.filter(hasDoor), doorKey)) {
		for (const row of rest) faults.push(...disagreements(first, row));
		const people = [first, ...rest].filter((row) => row.name !== '');
		const households = grouped(people, (row) => row.householdNumber).map((household) => {
			faults.push(...householdFaults(household));
			const number = household[0].householdNumber;
			return { number, people: household.toSorted((a, b) => rank(a) - rank(b)) };
		});
		const { grid, compound, building, stairUnit, floor, room, use } = first;
		dwellings.push({ grid, compound, building, stairUnit, floor, room, use, households });
	}
	return { dwellings, faults };
}

const doorKey = (row: RosterRow) => JSON.stringify([row.compound, row.building, row.stairUnit, row.room]);
const rank = (row: RosterRow) => (row.relation === 'head' ? 0 : 1);

/** What two rows of one dwelling say differently of it. */
function disagreements(first: RosterRow, row: RosterRow): RosterFault[] {
	if (first.grid !== row.grid && first.grid !== '' && row.grid !== '')
		return [
			fault(row.place('grid'), 'twoGrids', (locale) =>
				m.roster_two_grids({ door: doorOf(row), first: first.line, other: first.grid }, { locale })
			)
		];
	if (!first.sound || !row.sound) return [];
	if (first.floor !== row.floor)
		return [
			fault(row.place('floor'), 'differs', (locale) =>
				m.roster_differs({ first: first.line, other: String(first.floor) }, { locale })
			)
		];
	if (first.use !== row.use)
		return [
			fault(row.place('use'), 'differs', (locale) =>
				m.roster_differs(
					{ first: first.line, other: locale === 'en' ? first.use : USE_WORDS[first.use][0] },
					{ locale }
				)
			)
		];
	if (row.use !== 'vacant') return [];
	return [
		fault(row.place('room'), 'duplicateDwelling', (locale) =>
			m.roster_duplicate_dwelling({ first: first.line }, { locale })
		)
	];
}

function householdFaults(household: readonly [RosterRow, ...RosterRow[]]): RosterFault[] {
	const faults: RosterFault[] = [];
	const seen = new Map<string, RosterRow>();
	let head: RosterRow | undefined;
	for (const row of household) {
		const same = seen.get(row.name);
		if (same && (same.birthYear ?? row.birthYear) === (row.birthYear ?? same.birthYear))
			faults.push(
				fault(row.place('name'), 'duplicatePerson', (locale) =>
					m.roster_duplicate_person({ name: row.name, first: same.line }, { locale })
				)
			);
		seen.set(row.name, same ?? row);
		if (row.relation !== 'head') continue;
		const first = head;
		if (first)
			faults.push(
				fault(row.place('relation'), 'twoHeads', (locale) =>
					m.roster_two_heads({ first: first.line }, { locale })
				)
			);
		else head = row;
	}
	// A household with an unreadable row may well have its head there.
	if (!head && household.every((row) => row.sound))
		faults.push(
			fault(household[0].place('relation'), 'noHead', (locale) =>
				m.roster_no_head({ door: doorOf(household[0]) }, { locale })
			)
		);
	return faults;
}

/** How a household holds its dwelling: what its head says, else what the dwelling's use suggests. */
export function tenureOf(household: RosterHousehold, use: DwellingUse): Tenure {
	const said = household.people.find((row) => row.tenure)?.tenure;
	return said ?? (use === 'rental' ? 'tenant' : 'owner');
}

function grouped<T>(items: readonly T[], key: (item: T) => string): [T, ...T[]][] {
	const groups = new Map<string, [T, ...T[]]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return [...groups.values()];
}
