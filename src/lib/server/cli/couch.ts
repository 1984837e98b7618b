import { m } from '../../paraglide/messages';
import { isListenError, serveDatabase } from '../data-dir';
import { readSettings } from '../settings';
import { systemCode } from '../start-error';
import { CommandError, type Command } from './command';

export const couchCommand: Command = {
	name: 'couch',
	about: (locale) => m.cli_couch({}, { locale }),
	options: [
		{ name: 'port', value: 'N', about: (locale) => m.cli_option_port({}, { locale }) },
		{ name: 'data', value: 'DIR', about: (locale) => m.cli_option_data({}, { locale }) }
	],
	examples: ['COUCHDB_USER=admin COUCHDB_PASSWORD=… linli couch --port 5984 --data /var/lib/linli'],
	async run(context) {
		const { env, options } = context;
		const { COUCHDB_USER: user, COUCHDB_PASSWORD: password } = env;
		if (!user || !password) throw new CommandError((locale) => m.cli_couch_credentials({}, { locale }));
		const { host, port, dataDir } = readSettings({
			HOST: env.HOST,
			PORT: options.port ?? '5984',
			LINLI_DATA: options.data ?? env.LINLI_DATA
		});
		const { url, close } = await serveDatabase(dataDir, { host, port, admins: { [user]: password } }).catch(
			(error: unknown) => {
				if (!isListenError(error)) throw error;
				const code = systemCode(error);
				throw new CommandError((locale) => m.cli_cannot_listen({ host, port, code }, { locale }));
			}
		);
		const stopped = signalled();
		context.say((locale) => m.cli_couch_ready({ url }, { locale }));
		context.answer({ ok: true, url });
		await stopped;
		await close();
		return 0;
	}
};

/** Until the process is asked to end. Asked a second time, it ends at once, as Node does by itself. */
const signalled = () =>
	new Promise<void>((resolve) => {
		const stop = () => {
			process.off('SIGTERM', stop);
			process.off('SIGINT', stop);
			resolve();
		};
		process.on('SIGTERM', stop);
		process.on('SIGINT', stop);
	});
