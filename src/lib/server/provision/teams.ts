import type { ServerScope } from 'nano';
import type { Volunteer, VolunteerTeam } from '../../org/team';
import type { Scope } from '../../org/scopes';
import type { Doc } from '../../record';
import type { RosterTeam } from '../roster/volunteers';
import type { TeamScope } from './account';
import { unlessMissing } from './couch-error';
import { withPhotos } from './database';
import type { Common, MakeId } from './records';

/** A team of a file with the code that it has or gets. */
export interface CodedTeam extends RosterTeam {
	readonly code: string;
}

/** Gives every team its code: the one under which its name is known, else the next free one. */
export function codedTeams(
	community: string,
	teams: readonly RosterTeam[],
	stored: readonly Pick<VolunteerTeam, 'code' | 'name'>[]
): CodedTeam[] {
	const taken = new Set(stored.map((team) => team.code));
	const free = () => {
		for (let number = 1; ; number += 1) {
			const code = `${community}t${String(number).padStart(2, '0')}`;
			if (!taken.has(code)) return code;
		}
	};
	return teams.map((team) => {
		const code = stored.find((known) => known.name === team.name)?.code ?? free();
		taken.add(code);
		return { ...team, code };
	});
}

/** The records of teams by the database they belong in. */
export function teamRecords(
	community: string,
	teams: readonly CodedTeam[],
	common: Common,
	id: MakeId
): Map<Scope, Doc[]> {
	const records = new Map<Scope, Doc[]>();
	const org: VolunteerTeam[] = teams.map(({ code, name, kind, grids, leader }) => ({
		_id: id('volunteerTeam', code),
		type: 'volunteerTeam',
		...common,
		...{ code, name, kind, grids: [...grids] },
		...(leader !== undefined && { leader })
	}));
	records.set(`org-${community}`, org);
	for (const team of teams) {
		const volunteers = team.volunteers.map(({ userName, name, skills, trained }): Volunteer => ({
			_id: id('volunteer', team.code, userName),
			type: 'volunteer',
			...common,
			...{ userName, name, skills: [...skills], trained, status: 'active' }
		}));
		records.set(`care-${team.code}`, volunteers);
	}
	return records;
}

export const scopeOfTeam = ({ code, grids, volunteers }: CodedTeam): TeamScope => ({
	code,
	grids,
	volunteers: volunteers.map((volunteer) => volunteer.userName)
});

/** The teams that a community has already, and who is in them. */
export async function storedTeams(
	server: ServerScope,
	community: string
): Promise<{ teams: VolunteerTeam[]; scopes: TeamScope[] }> {
	const org = `org-${community}`;
	if (!(await unlessMissing(server.db.get(org)))) return { teams: [], scopes: [] };
	const all = await recordsOf<VolunteerTeam>(server, org, 'volunteerTeam');
	const teams = all.filter((team) => !team.voided);
	const scopes: TeamScope[] = [];
	for (const { code, grids } of teams) {
		const care = `care-${code}`;
		const found = (await unlessMissing(server.db.get(care)))
			? await recordsOf<Volunteer>(server, care, 'volunteer')
			: [];
		const there = found.filter((volunteer) => !volunteer.voided && volunteer.status !== 'left');
		scopes.push({ code, grids, volunteers: there.map((volunteer) => volunteer.userName) });
	}
	return { teams, scopes };
}

/** Every database that a community has. */
export const communityScopes = (
	community: string,
	grids: readonly { readonly code: string }[],
	staff: readonly { readonly userName: string; readonly voided?: boolean | undefined }[],
	teams: readonly TeamScope[]
): Scope[] => {
	const users = [
		...staff.filter((worker) => !worker.voided).map((worker) => worker.userName),
		...teams.flatMap((team) => team.volunteers)
	];
	return [
		`org-${community}`,
		...grids.flatMap(({ code }) => withPhotos(`people-${code}`)),
		...withPhotos(`area-${community}`),
		...teams.flatMap(({ code }) => withPhotos(`care-${code}`)),
		...new Set(users.map((userName) => `user-${userName}`))
	];
};

/** All records of one type in a database: ids begin with their type. */
export async function recordsOf<D extends Doc>(
	server: ServerScope,
	scope: Scope,
	type: D['type']
): Promise<D[]> {
	const range = { include_docs: true, startkey: `${type}:`, endkey: `${type};` };
	const { rows } = await server.db.use<Doc>(scope).list(range);
	return rows.flatMap((row) => (row.doc ? [row.doc as unknown as D] : []));
}

/** Stored teams with those of a file laid over them. */
export const teamsTogether = (stored: readonly TeamScope[], given: readonly TeamScope[]): TeamScope[] => [
	...stored.filter(({ code }) => !given.some((team) => team.code === code)),
	...given.map((team) => {
		const known = stored.find(({ code }) => code === team.code);
		// A volunteer who is not in the file any more is not thrown out by it: that is a decision of its own.
		return { ...team, volunteers: [...new Set([...(known?.volunteers ?? []), ...team.volunteers])] };
	})
];
