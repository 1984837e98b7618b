import { m } from '../../paraglide/messages';
import { USER_NAME } from '../provision/community';
import { column } from './columns';
import { RowCells } from './row-cells';
import { faulty, readTable, type Faulty } from './table';
import { wordReader, type Words } from './words';

/** A team as a file describes it: one row a volunteer. */
export interface RosterTeam {
	readonly name: string;
	readonly kind: 'feature' | 'service';
	/** 15-digit codes. */
	readonly grids: readonly string[];
	/** User name. */
	readonly leader?: string;
	readonly volunteers: readonly RosterVolunteer[];
}
export interface RosterVolunteer {
	readonly userName: string;
	readonly name: string;
	readonly skills: readonly string[];
	readonly trained: boolean;
}

export type VolunteersResult =
	| { readonly ok: true; readonly teams: readonly RosterTeam[] }
	/** `sound`: what is left without the faulty rows. */
	| (Faulty & { readonly sound: readonly RosterTeam[] });

const VOLUNTEER_COLUMNS = [
	column('team', '队伍', 'team', 60, ['服务队', '志愿服务队', '队伍名称'], true),
	column('kind', '队伍类别', 'kind', 20, ['类别']),
	column('grids', '服务网格', 'grids', 300, ['网格', 'grid']),
	column('userName', '账号', 'userName', 32, ['user name', 'account', '用户名'], true),
	column('name', '姓名', 'name', 60, [], true),
	column('skills', '特长', 'skills', 200, ['技能']),
	column('leader', '队长', 'leader', 10, ['是否队长']),
	column('trained', '已培训', 'trained', 10, ['是否培训'])
] as const;
type Key = (typeof VOLUNTEER_COLUMNS)[number]['key'];

const TEAM_KIND_WORDS: Words<RosterTeam['kind']> = {
	feature: ['特色队', '特色'],
	service: ['服务队', '服务', '服务小组']
};
const YES_WORDS: Words<'yes' | 'no'> = { yes: ['是', 'y', '√', '1'], no: ['否', 'n', '0'] };
const readKind = wordReader(TEAM_KIND_WORDS);
const readYes = wordReader(YES_WORDS);

/** Reads a list of volunteers by team, CSV or `.xlsx`, and tells every fault in it. */
export function readVolunteers(
	bytes: Uint8Array,
	grids: readonly { readonly code: string; readonly name: string }[]
): VolunteersResult {
	const { header, rows, faults: tableFaults } = readTable<Key>(bytes, VOLUNTEER_COLUMNS);
	if (!header) return { ...faulty(tableFaults), sound: [] };
	const teams = new Teams();
	const faults = [...tableFaults];
	for (const cells of rows) {
		const row = new RowCells(cells, header);
		if (row.aligned) {
			const read = readRow(row, grids);
			if (row.faults.length === 0) teams.add(read, row);
		}
		faults.push(...row.faults);
	}
	return faults.length === 0 ? { ok: true, teams: teams.all } : { ...faulty(faults), sound: teams.all };
}

function readRow(row: RowCells<Key>, grids: Parameters<typeof readVolunteers>[1]) {
	const userName = row.folded('userName');
	if (userName !== '' && !USER_NAME.test(userName))
		row.refuse('userName', 'userName', (locale) => m.community_user_name({}, { locale }));
	return {
		team: row.text('team'),
		kind: row.word('kind', TEAM_KIND_WORDS, readKind),
		grids: listed(row.folded('grids')).flatMap((value) => {
			const grid = grids.find(({ code, name }) => code === value || name.normalize('NFKC') === value);
			const known = grids.map(({ name }) => name).join('、');
			if (!grid)
				row.refuse('grids', 'unknownGrid', (locale) => m.roster_unknown_grid({ value, known }, { locale }));
			return grid ? [grid.code] : [];
		}),
		leads: row.word('leader', YES_WORDS, readYes) === 'yes',
		volunteer: {
			userName,
			name: row.text('name'),
			skills: listed(row.text('skills')),
			trained: row.word('trained', YES_WORDS, readYes) === 'yes'
		}
	};
}
type ReadRow = ReturnType<typeof readRow>;

const listed = (cell: string) =>
	cell
		.split(/[;；、,，]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');

interface OpenTeam {
	/** What the first row that says it says, and where. */
	kind?: { value: RosterTeam['kind']; line: number };
	grids?: { value: readonly string[]; line: number };
	leader?: { value: string; line: number };
	readonly volunteers: RosterVolunteer[];
}

/** The teams as rows are added; what rows say against each other is refused on the later one. */
class Teams {
	readonly #teams = new Map<string, OpenTeam>();
	readonly #names = new Map<string, { name: string; line: number }>();

	add(read: ReadRow, row: RowCells<Key>): void {
		const { volunteer, kind, grids } = read;
		const { userName, name } = volunteer;
		const team: OpenTeam = this.#teams.get(read.team) ?? { volunteers: [] };
		const known = this.#names.get(userName);
		const refuse = (key: Key, first: number, other: string) =>
			row.refuse(key, 'differs', (locale) => m.team_differs({ first, other }, { locale }));
		if (known && known.name !== name) return refuse('name', known.line, known.name);
		if (team.volunteers.some((each) => each.userName === userName))
			return row.refuse('userName', 'repeated', (locale) =>
				m.community_repeated({ value: userName }, { locale })
			);
		if (kind && team.kind && kind !== team.kind.value)
			return refuse('kind', team.kind.line, TEAM_KIND_WORDS[team.kind.value][0]);
		if (grids.length > 0 && team.grids && String(grids) !== String(team.grids.value))
			return refuse('grids', team.grids.line, team.grids.value.join('、'));
		if (read.leads && team.leader) return refuse('leader', team.leader.line, team.leader.value);
		const { line } = row;
		if (kind) team.kind ??= { value: kind, line };
		if (grids.length > 0) team.grids ??= { value: grids, line };
		if (read.leads) team.leader = { value: userName, line };
		team.volunteers.push(volunteer);
		this.#teams.set(read.team, team);
		this.#names.set(userName, known ?? { name, line });
	}

	get all(): RosterTeam[] {
		return [...this.#teams].map(([name, { kind, grids, leader, volunteers }]) => ({
			name,
			kind: kind?.value ?? 'service',
			grids: grids?.value ?? [],
			...(leader && { leader: leader.value }),
			volunteers
		}));
	}
}
