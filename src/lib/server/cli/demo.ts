import { join } from 'node:path';
import { m } from '../../paraglide/messages';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo/accounts';
import { demoFiles } from '../demo/demo-files';
import type { Command } from './command';
import { writeOutput } from './files';

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
		for (const { userName, displayName, role, grid } of DEMO_ACCOUNTS)
			context.say(() => `  ${userName.padEnd(10)} ${displayName.padEnd(4, '　')} ${grid ?? role}`);
		context.answer({ ok: true, accounts: DEMO_ACCOUNTS });
		return Promise.resolve(0 as const);
	}
};
