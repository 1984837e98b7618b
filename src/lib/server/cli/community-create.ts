import { m } from '../../paraglide/messages';
import { readCommunity, type CommunityFile } from '../provision/community';
import { shippedForms } from '../provision/forms';
import { provision, type ProvisionReport } from '../provision/provision';
import type { RosterDwelling } from '../roster/dwellings';
import { readRoster } from '../roster/roster';
import type { Faulty } from '../roster/table';
import { readVolunteers } from '../roster/volunteers';
import type { Command, Context, ExitCode } from './command';
import { asWritten, listFaults, refuse, tableFaults } from './faults';
import { readInput } from './files';
import { withServer } from './with-server';

export const communityCreate: Command = {
	name: 'community create',
	about: (locale) => m.cli_community_create({}, { locale }),
	options: [
		{ name: 'file', value: 'FILE', required: true, about: (locale) => m.cli_option_file({}, { locale }) },
		{ name: 'roster', value: 'FILE', required: true, about: (locale) => m.cli_option_roster({}, { locale }) },
		{ name: 'teams', value: 'FILE', about: (locale) => m.cli_option_teams({}, { locale }) },
		{ name: 'partial', about: (locale) => m.cli_option_partial({}, { locale }) }
	],
	examples: [
		'linli community create --file community.json --roster roster.csv',
		'linli community create --file community.json --roster roster.xlsx --teams volunteers.csv --partial',
		'COUCHDB_URL=http://127.0.0.1:5984 COUCHDB_USER=admin COUCHDB_PASSWORD=… linli community create --file community.json --roster roster.csv --json'
	],
	async run(context) {
		const { file = '', roster = '', teams: volunteers } = context.options;
		const now = Date.now();

		const read = readCommunity(new TextDecoder().decode(await readInput(file)));
		if (!read.ok) return refuse(context, file, read.faults.map(asWritten), read.faults.length);
		const { community } = read;
		const year = new Date(Math.max(now, Date.parse(community.createdAt))).getUTCFullYear();
		const people = readRoster(await readInput(roster), { grids: community.grids, year });
		if (!people.ok && (!context.options.partial || people.sound.rows === 0))
			return refuse(context, roster, tableFaults(people), people.total);
		const teams = volunteers && readVolunteers(await readInput(volunteers), community.grids);
		if (volunteers && teams && !teams.ok && (!context.options.partial || teams.sound.length === 0))
			return refuse(context, volunteers, tableFaults(teams), teams.total);

		const dwellings = people.ok ? people.dwellings : people.sound.dwellings;
		const report = await withServer(context, (server) =>
			provision(server, {
				community,
				dwellings,
				forms: shippedForms(),
				...(teams && { teams: teams.ok ? teams.teams : teams.sound }),
				now,
				progress: (done, total) => context.progress((locale) => m.cli_progress({ done, total }, { locale }))
			})
		);
		const leftOut = [
			...(people.ok ? [] : [{ ...people, file: roster }]),
			...(teams && !teams.ok ? [{ ...teams, file: volunteers ?? '' }] : [])
		];
		return tell(context, community, dwellings, report, leftOut);
	}
};

function tell(
	context: Context,
	{ name }: CommunityFile,
	dwellings: readonly RosterDwelling[],
	{ databases, accounts }: ProvisionReport,
	leftOut: readonly (Faulty & { readonly file: string })[]
): ExitCode {
	const households = dwellings.flatMap((dwelling) => dwelling.households);
	const residents = households.reduce((sum, household) => sum + household.people.length, 0);
	const sum = (key: 'written' | 'unchanged' | 'kept') => databases.reduce((all, db) => all + db[key], 0);
	const records = { written: sum('written'), unchanged: sum('unchanged'), kept: sum('kept') };
	const size = { name, households: households.length, residents };
	context.say((locale) => m.cli_created(size, { locale }));
	context.say((locale) => m.cli_counts(records, { locale }));
	tellAccounts(context, accounts);
	for (const table of leftOut) {
		listFaults(context, tableFaults(table), table.total);
		context.warn((locale) => m.cli_partly_written({ file: table.file, count: table.total }, { locale }));
	}
	const faults = leftOut.map((table) => ({
		file: table.file,
		total: table.total,
		faults: tableFaults(table)
	}));
	const partial = leftOut.length > 0;
	context.answer({
		ok: !partial,
		...size,
		records,
		databases,
		accounts,
		...(partial && { leftOut: faults })
	});
	return partial ? 3 : 0;
}

/** How many accounts were made, and the passwords that are told this once. */
export function tellAccounts(context: Context, accounts: ProvisionReport['accounts']): void {
	const did = (what: string) => accounts.filter((account) => account.did === what).length;
	const counts = { created: did('created'), changed: did('changed'), same: did('nothing') };
	context.say((locale) => m.cli_accounts(counts, { locale }));
	for (const { userName, password } of accounts)
		if (password !== undefined)
			context.say((locale) => m.cli_new_password({ userName, password }, { locale }));
}
