import type { Building, Compound, Division, Grid, Worker } from '../../org/org';
import type { Scope } from '../../org/scopes';
import type { Dwelling, Household, Resident } from '../../people/people';
import type { Doc } from '../../record';
import { nextStamp } from '../../stamp';
import type { RosterDwelling } from '../roster/dwellings';
import { tenureOf } from '../roster/dwellings';
import type { CommunityFile } from './community';
import type { ShippedForm } from './forms';
import { IMPORTER, importId } from './import-id';
import { formRecord } from './publish-forms';

/** The records of a community by the database they belong in; the databases of all its grids, also empty ones. */
export function communityRecords(
	community: CommunityFile,
	dwellings: readonly RosterDwelling[],
	forms: readonly ShippedForm[]
): Map<Scope, Doc[]> {
	const { code, createdAt } = community;
	const { common, id } = imported(code, createdAt);
	const records = new Map<Scope, Doc[]>([
		[`org-${code}`, orgRecords(community, dwellings, forms, common, id)]
	]);
	for (const grid of community.grids) records.set(`people-${grid.code}`, []);
	for (const dwelling of dwellings)
		records.get(`people-${dwelling.grid}`)?.push(...peopleRecords(dwelling, common, id));
	return records;
}

/** What every imported record carries. */
export interface Common {
	v: number;
	createdAt: string;
	createdBy: string;
	device: string;
	stamp: string;
	origin: 'import';
}
export type MakeId = (type: string, ...key: string[]) => string;

/** How the records of a community that began at `createdAt` are made by an import. */
export function imported(community: string, createdAt: string): { common: Common; id: MakeId } {
	const stamp = nextStamp(Date.parse(createdAt), '', IMPORTER.device);
	return {
		common: { v: 1, createdAt, ...IMPORTER, stamp, origin: 'import' },
		id: (type, ...key) => importId(type, createdAt, community, ...key)
	};
}

function orgRecords(
	community: CommunityFile,
	dwellings: readonly RosterDwelling[],
	forms: readonly ShippedForm[],
	common: Common,
	id: MakeId
): Doc[] {
	const { code, name, timeZone } = community;
	const division: Division = {
		_id: id('division'),
		type: 'division',
		...common,
		code,
		name,
		level: 'community',
		timeZone
	};
	const grids = community.grids.map((grid): Grid => {
		const workers = community.staff
			.filter((member) => member.grids.includes(grid.code))
			.map((member) => member.userName);
		return { _id: id('grid', grid.code), type: 'grid', ...common, ...grid, workers };
	});
	const workers = community.staff.map(({ userName, displayName, roles, grids, phone }): Worker => {
		const entry = { userName, displayName, roles, grids, ...(phone !== undefined && { phone }) };
		return { _id: id('worker', userName), type: 'worker', ...common, ...entry };
	});
	const formRecords = forms.map((form) => formRecord(code, common.createdAt, form));
	return [division, ...grids, ...workers, ...formRecords, ...buildingRecords(dwellings, common, id)];
}

function buildingRecords(dwellings: readonly RosterDwelling[], common: Common, id: MakeId): Doc[] {
	const compounds = new Map<string, Compound>();
	const buildings = new Map<string, Building>();
	for (const { compound, building, floor } of dwellings) {
		const compoundId = id('compound', compound);
		compounds.set(compoundId, { _id: compoundId, type: 'compound', ...common, name: compound });
		const _id = id('building', compound, building);
		const floors = Math.max(buildings.get(_id)?.floors ?? 1, floor);
		buildings.set(_id, { _id, type: 'building', ...common, compound: compoundId, label: building, floors });
	}
	return [...compounds.values(), ...buildings.values()];
}

function peopleRecords(flat: RosterDwelling, common: Common, id: MakeId): Doc[] {
	const door = [flat.compound, flat.building, flat.stairUnit, flat.room];
	const dwelling: Dwelling = {
		_id: id('dwelling', ...door),
		type: 'dwelling',
		...common,
		building: id('building', flat.compound, flat.building),
		stairUnit: flat.stairUnit,
		floor: flat.floor,
		room: flat.room,
		use: flat.use
	};
	const behind = flat.households.flatMap((home): Doc[] => {
		const seen = new Map<string, number>();
		const residents = home.people.map((person): Resident => {
			// Two people of one name in a household are told apart by their order; a corrected birth year is no new person.
			const nth = (seen.get(person.name) ?? 0) + 1;
			seen.set(person.name, nth);
			return {
				_id: id('resident', ...door, home.number, person.name, String(nth)),
				type: 'resident',
				...common,
				household: id('household', ...door, home.number),
				name: person.name,
				...(person.sex && { sex: person.sex }),
				...(person.birthYear !== undefined && { birthYear: person.birthYear }),
				...(person.phone && { phone: person.phone }),
				relationToHead: person.relation ?? 'nonRelative',
				careCategories: person.careCategories.map((category) => ({ category })),
				status: 'living'
			};
		});
		const household: Household = {
			_id: id('household', ...door, home.number),
			type: 'household',
			...common,
			dwelling: dwelling._id,
			...(residents[0] && { head: residents[0]._id }),
			tenure: tenureOf(home, flat.use)
		};
		return [household, ...residents];
	});
	return [dwelling, ...behind];
}
