import { m } from '../../paraglide/messages';
import { createTeams, readGrids } from '../provision/create-teams';
import { readVolunteers, type RosterTeam } from '../roster/volunteers';
import { CommandError, type Command, type Context, type ExitCode } from './command';
import { tellAccounts } from './community-create';
import { listFaults, refuse, tableFaults } from './faults';
import { readInput } from './files';
import { withServer } from './with-server';

export const teamCreate: Command = {
	name: 'team create',
	about: (locale) => m.cli_team_create({}, { locale }),
	options: [
		{
			name: 'community',
			value: 'CODE',
			required: true,
			about: (locale) => m.cli_option_community({}, { locale })
		},
		{ name: 'file', value: 'FILE', about: (locale) => m.cli_option_teams({}, { locale }) },
		{ name: 'name', value: 'NAME', about: (locale) => m.cli_option_team_name({}, { locale }) },
		{ name: 'kind', value: 'KIND', about: (locale) => m.cli_option_team_kind({}, { locale }) },
		{ name: 'grid', value: 'CODES', about: (locale) => m.cli_option_grid({}, { locale }) },
		{ name: 'partial', about: (locale) => m.cli_option_partial({}, { locale }) }
	],
	examples: [
		'linli team create --community 330102016001 --file volunteers.xlsx',
		'linli team create --community 330102016001 --name 晚风 --kind feature --grid 330102016001001,330102016001002'
	],
	async run(context) {
		const { community = '', file, name } = context.options;
		if ((file === undefined) === (name === undefined))
			throw new CommandError((locale) => m.team_file_or_name({}, { locale }));
		return withServer(context, async (server) => {
			const grids = await readGrids(server, community);
			if (!grids) throw new CommandError((locale) => m.staff_no_community({ code: community }, { locale }));
			const read =
				file === undefined
					? { ok: true as const, teams: [teamFrom(context, grids)] }
					: readVolunteers(await readInput(file), grids);
			if (!read.ok && (!context.options.partial || read.sound.length === 0))
				return refuse(context, file ?? '', tableFaults(read), read.total);
			const report = await createTeams(server, {
				community,
				teams: read.ok ? read.teams : read.sound,
				now: Date.now(),
				progress: (done, total) => context.progress((locale) => m.cli_progress({ done, total }, { locale }))
			});
			for (const team of report.teams)
				context.say((locale) =>
					m.cli_team_done({ code: team.code, name: team.name, count: team.volunteers.length }, { locale })
				);
			tellAccounts(context, report.accounts);
			if (!read.ok) {
				listFaults(context, tableFaults(read), read.total);
				context.warn((locale) => m.cli_partly_written({ file: file ?? '', count: read.total }, { locale }));
			}
			const faults = read.ok ? {} : { leftOut: [{ file, total: read.total, faults: tableFaults(read) }] };
			const teams = report.teams.map(({ code, name, volunteers }) => ({
				code,
				name,
				volunteers: volunteers.length
			}));
			context.answer({
				ok: read.ok,
				teams,
				databases: report.databases,
				accounts: report.accounts,
				...faults
			});
			return (read.ok ? 0 : 3) satisfies ExitCode;
		});
	}
};

/** A team without volunteers yet, from the options. @throws {CommandError} */
function teamFrom({ options }: Context, grids: readonly { readonly code: string }[]): RosterTeam {
	const codes = (options.grid ?? '').split(/[,，]/).filter((code) => code !== '');
	const unknown = codes.find((code) => !grids.some((grid) => grid.code === code));
	const known = grids.map((grid) => grid.code).join(', ');
	if (unknown !== undefined)
		throw new CommandError((locale) =>
			m.staff_unknown_grid({ code: options.community ?? '', grid: unknown, known }, { locale })
		);
	const kind = options.kind ?? 'service';
	if (codes.length === 0 || (kind !== 'service' && kind !== 'feature'))
		throw new CommandError((locale) => m.team_file_or_name({}, { locale }));
	return { name: options.name ?? '', kind, grids: codes, volunteers: [] };
}
