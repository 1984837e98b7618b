import { join } from 'node:path';
import { m } from '../../paraglide/messages';
import { DEMO_PASSWORD } from '../demo/accounts';
import { demoAccounts } from '../demo/demo-accounts';
import { demoFiles } from '../demo/demo-files';
import { dayOf, type Day } from '../../org/calendar';
import { DEMO_DAY } from '../demo/figures';
import { createDemo } from '../demo/year/create-demo';
import { CommandError, type Command } from './command';
import { writeOutput } from './files';
import { withServer } from './with-server';

export const demoCreate: Command = {
	name: 'demo create',
	about: (locale) => m.cli_demo_create({}, { locale }),
	options: [
		{ name: 'until', value: 'DAY', about: (locale) => m.cli_option_until({ day: DEMO_DAY }, { locale }) }
	],
	examples: ['linli demo create', 'linli demo create --until today --json'],
	async run(context) {
		const now = Date.now();
		const last = lastDay(context.options.until, now);
		const { databases, accounts } = await withServer(context, (server) =>
			createDemo(server, {
				last,
				now,
				progress: (done, total) => context.progress((locale) => m.cli_progress({ done, total }, { locale }))
			})
		);
		const sum = (key: 'written' | 'unchanged' | 'kept') => databases.reduce((all, db) => all + db[key], 0);
		const records = { written: sum('written'), unchanged: sum('unchanged'), kept: sum('kept') };
		context.say((locale) => m.demo_created({ day: last, accounts: accounts.length }, { locale }));
		context.say((locale) => m.cli_counts(records, { locale }));
		context.answer({ ok: true, until: last, records, databases, accounts: accounts.length });
		return 0;
	}
};

/** @throws {CommandError} */
function lastDay(until: string | undefined, now: number): Day {
	if (until === undefined) return DEMO_DAY;
	if (until === 'today') return dayOf(new Date(now), 'Asia/Shanghai');
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(`${until}T00:00:00Z`));
	// Everybody's age is that of 2026.
	if (isDay && until >= '2026-01-01' && until <= '2035-12-31') return until;
	throw new CommandError((locale) => m.demo_until({ value: until }, { locale }));
}

export const demoFilesCommand: Command = {
	name: 'demo files',
	about: (locale) => m.cli_demo_files({}, { locale }),
	options: [
		{ name: 'out', value: 'DIR', required: true, about: (locale) => m.cli_option_out({}, { locale }) }
	],
	examples: [
		'linli demo files --out demo',
		'linli community create --file demo/community.json --roster demo/roster.csv'
	],
	async run(context) {
		const { out = '.' } = context.options;
		const { community, roster } = demoFiles();
		const files = [
			[join(out, 'community.json'), `${JSON.stringify(community, null, 2)}\n`],
			[join(out, 'roster.csv'), roster]
		] as const;
		for (const [file, text] of files) {
			await writeOutput(file, text);
			context.say((locale) => m.cli_wrote_file({ file }, { locale }));
		}
		context.answer({ ok: true, files: files.map(([file]) => file) });
		return 0;
	}
};

export const demoAccountsCommand: Command = {
	name: 'demo accounts',
	about: (locale) => m.cli_demo_accounts({}, { locale }),
	options: [],
	examples: ['linli demo accounts --json'],
	run(context) {
		context.say((locale) => m.cli_demo_password({ password: DEMO_PASSWORD }, { locale }));
		const accounts = demoAccounts();
		for (const { userName, displayName, role, grid, team } of accounts) {
			const place = grid ?? (team === undefined ? role : `${role} ${team}`);
			context.say(() => `  ${userName.padEnd(10)} ${displayName.padEnd(4, '　')} ${place}`);
		}
		context.answer({ ok: true, accounts });
		return Promise.resolve(0 as const);
	}
};
