import { m } from '../../paraglide/messages';
import { readCommunity, type CommunityFile } from '../provision/community';
import { shippedForms } from '../provision/forms';
import { provision, type ProvisionReport } from '../provision/provision';
import type { RosterDwelling } from '../roster/dwellings';
import { faultText } from '../roster/fault';
import { readRoster } from '../roster/roster';
import type { Text } from '../text';
import type { Command, Context } from './command';
import { readInput } from './files';
import { withServer } from './with-server';

export const communityCreate: Command = {
	name: 'community create',
	about: (locale) => m.cli_community_create({}, { locale }),
	options: [
		{ name: 'file', value: 'FILE', required: true, about: (locale) => m.cli_option_file({}, { locale }) },
		{ name: 'roster', value: 'FILE', required: true, about: (locale) => m.cli_option_roster({}, { locale }) }
	],
	examples: [
		'linli community create --file community.json --roster roster.csv',
		'COUCHDB_URL=http://127.0.0.1:5984 COUCHDB_USER=admin COUCHDB_PASSWORD=… linli community create --file community.json --roster roster.csv --json'
	],
	async run(context) {
		const { file = '', roster = '' } = context.options;
		const now = Date.now();

		const community = readCommunity(new TextDecoder().decode(await readInput(file)));
		if (!community.ok) return refuse(context, file, community.faults.map(asWritten), community.faults.length);
		const year = new Date(Math.max(now, Date.parse(community.community.createdAt))).getUTCFullYear();
		const read = readRoster(await readInput(roster), { grids: community.community.grids, year });
		if (!read.ok) {
			const faults = read.faults.map((fault) => ({
				...{ line: fault.line, ...fault.column, code: fault.code },
				...asWritten((locale) => faultText(fault, locale))
			}));
			return refuse(context, roster, faults, read.total);
		}

		const report = await withServer(context, (server) =>
			provision(server, {
				community: community.community,
				dwellings: read.dwellings,
				forms: shippedForms(),
				now,
				progress: (done, total) => context.progress((locale) => m.cli_progress({ done, total }, { locale }))
			})
		);
		tell(context, community.community, read.dwellings, report);
		return 0;
	}
};

interface Written {
	readonly zh: string;
	readonly en: string;
}
const asWritten = (text: Text): Written => ({ zh: text('zh-CN'), en: text('en') });

/** Tells what is wrong with an input file. Nothing has been written at this point. */
function refuse(context: Context, file: string, faults: readonly Written[], total: number): 1 {
	for (const { zh, en } of faults) context.warn((locale) => (locale === 'en' ? en : zh));
	if (total > faults.length)
		context.warn((locale) => m.cli_more_faults({ count: total - faults.length }, { locale }));
	context.warn((locale) => m.cli_nothing_written({ file, count: total }, { locale }));
	context.answer({ ok: false, file, total, faults });
	return 1;
}

function tell(
	context: Context,
	{ name }: CommunityFile,
	dwellings: readonly RosterDwelling[],
	{ databases, accounts }: ProvisionReport
): void {
	const households = dwellings.flatMap((dwelling) => dwelling.households);
	const residents = households.reduce((sum, household) => sum + household.people.length, 0);
	const sum = (key: 'written' | 'unchanged' | 'kept') => databases.reduce((all, db) => all + db[key], 0);
	const records = { written: sum('written'), unchanged: sum('unchanged'), kept: sum('kept') };
	const did = (what: string) => accounts.filter((account) => account.did === what).length;

	const size = { name, households: households.length, residents };
	context.say((locale) => m.cli_created(size, { locale }));
	context.say((locale) => m.cli_counts(records, { locale }));
	const accountCounts = { created: did('created'), changed: did('changed'), same: did('nothing') };
	context.say((locale) => m.cli_accounts(accountCounts, { locale }));
	for (const { userName, password } of accounts)
		if (password !== undefined)
			context.say((locale) => m.cli_new_password({ userName, password }, { locale }));
	context.answer({ ok: true, ...size, records, databases, accounts });
}
