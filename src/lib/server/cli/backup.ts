import { backUp } from '../backup/backup';
import { BackupError } from '../backup/backup-error';
import { isShared, USERS } from '../backup/manifest';
import { restore } from '../backup/restore';
import { m } from '../../paraglide/messages';
import { CommandError, type Command } from './command';
import { withServer } from './with-server';

export const backupCommand: Command = {
	name: 'backup',
	about: (locale) => m.cli_backup({}, { locale }),
	options: [
		{ name: 'out', value: 'DIR', required: true, about: (locale) => m.cli_option_backup_out({}, { locale }) },
		{
			name: 'community',
			value: 'CODE',
			about: (locale) => m.cli_option_backup_community({}, { locale })
		}
	],
	examples: ['linli backup --out /backup/2026-11-21'],
	async run(context) {
		const { out: folder = '', community } = context.options;
		const manifest = await withServer(context, (server) =>
			explained(
				backUp(server, {
					folder,
					...(community !== undefined && { community }),
					now: Date.now(),
					progress: (done) => {
						if (done % 100 === 0) context.progress((locale) => m.cli_backup_progress({ done }, { locale }));
					}
				})
			)
		);
		const scopes = manifest.databases.filter(({ name }) => !isShared(name));
		const sum = (key: 'documents' | 'leaves') => scopes.reduce((all, database) => all + database[key], 0);
		const counts = {
			databases: scopes.length,
			documents: sum('documents'),
			leaves: sum('leaves'),
			accounts: manifest.databases.find(({ name }) => name === USERS)?.documents ?? 0
		};
		context.say((locale) => m.cli_backup_done({ folder, ...counts }, { locale }));
		context.answer({ ok: true, folder, seal: manifest.seal, ...counts });
		return 0;
	}
};

export const restoreCommand: Command = {
	name: 'restore',
	about: (locale) => m.cli_restore({}, { locale }),
	options: [
		{ name: 'from', value: 'DIR', required: true, about: (locale) => m.cli_option_from({}, { locale }) }
	],
	examples: ['linli restore --from /backup/2026-11-21'],
	async run(context) {
		const { from: folder = '' } = context.options;
		const report = await withServer(context, (server) =>
			explained(
				restore(server, folder, (done, total) => {
					if (done % 100 === 0) context.progress((locale) => m.cli_progress({ done, total }, { locale }));
				})
			)
		);
		const { accounts, ...counts } = report;
		const line = { ...counts, written: accounts.written, kept: accounts.kept };
		context.say((locale) => m.cli_restore_done(line, { locale }));
		context.answer({ ok: true, ...report });
		return 0;
	}
};

/** A refusal of the backup is a sentence of its own, not a failure of the program. */
async function explained<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw error instanceof BackupError ? new CommandError(error.text) : error;
	}
}
