import { parseArgs } from 'node:util';
import { m } from '../../paraglide/messages';
import { StartError } from '../start-error';
import { inLanguage, type Language, type Text } from '../text';
import { backupCommand, restoreCommand } from './backup';
import { CommandError, type Command, type Context, type ExitCode } from './command';
import { communityCreate } from './community-create';
import { couchCommand } from './couch';
import { demoAccountsCommand, demoCreate, demoFilesCommand } from './demo';
import { doctor } from './doctor';
import { COMMON_OPTIONS, commandHelp, generalHelp } from './help';
import { languageOf } from './language';
import { staffAdd, staffPassword, staffRemove, staffRoles } from './staff';
import { teamCreate } from './team';

const COMMANDS: readonly Command[] = [
	communityCreate,
	teamCreate,
	staffAdd,
	staffRoles,
	staffRemove,
	staffPassword,
	doctor,
	backupCommand,
	restoreCommand,
	couchCommand,
	demoCreate,
	demoFilesCommand,
	demoAccountsCommand
];

/** Where the command line reads from and writes to: the process, or a test. */
export interface Terminal {
	readonly env: NodeJS.ProcessEnv;
	/** Somebody is watching standard error, so a line there may replace itself. */
	readonly watched: boolean;
	out(text: string): void;
	err(text: string): void;
}

/**
 * Runs `linli` with these arguments.
 * @param args without the program's name
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
	const firstOption = args.findIndex((arg) => arg.startsWith('-'));
	const words = firstOption < 0 ? args : args.slice(0, firstOption);
	const command = COMMANDS.find((known) => words.join(' ') === known.name);
	const lang = languageIn(args);
	const language = languageOf(lang, terminal.env) ?? 'both';
	const complain = (text: Text): 2 => {
		terminal.err(`${inLanguage(text, language)}\n`);
		return 2;
	};
	if (!command) {
		if (words.length > 0)
			return complain((locale) => m.cli_unknown_command({ value: words.join(' ') }, { locale }));
		terminal.out(`${help(generalHelp(COMMANDS), language)}\n`);
		return args.includes('--help') ? 0 : 2;
	}
	if (args.includes('--help')) {
		terminal.out(`${help(commandHelp(command), language)}\n`);
		return 0;
	}
	const options = readOptions(command, args);
	if (typeof options === 'string')
		return complain((locale) => m.cli_bad_option({ reason: options, command: command.name }, { locale }));
	const missing = command.options.find((option) => option.required && !options[option.name]);
	if (missing)
		return complain((locale) =>
			m.cli_missing_option({ option: missing.name, command: command.name }, { locale })
		);
	return runCommand(command, contextOf(terminal, options, language));
}

async function runCommand(command: Command, context: Context): Promise<ExitCode> {
	try {
		return await command.run(context);
	} catch (error) {
		const text = error instanceof StartError || error instanceof CommandError ? error.text : reasonOf(error);
		context.warn(text);
		context.answer({ ok: false, error: { zh: text('zh-CN'), en: text('en') } });
		return 1;
	}
}

const reasonOf =
	(error: unknown): Text =>
	(locale) =>
		m.cli_failed({ reason: error instanceof Error ? error.message : String(error) }, { locale });

/** In both languages a help page is printed twice, not line by line. */
const help = (text: Text, language: Language) =>
	language === 'both' ? `${text('zh-CN')}\n\n${text('en')}` : inLanguage(text, language);

const languageIn = (args: readonly string[]): string | undefined => {
	const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
	return at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
};

/** The options of a command, or what is wrong with them. */
function readOptions(command: Command, args: readonly string[]): Context['options'] | string {
	const known = [...command.options, ...COMMON_OPTIONS];
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: Object.fromEntries(
				known.map((option) => [option.name, { type: option.value ? 'string' : 'boolean' } as const])
			)
		});
		const extra = positionals.slice(command.name.split(' ').length);
		if (extra[0] !== undefined) return `Unexpected argument '${extra[0]}'`;
		const { lang } = values;
		if (typeof lang === 'string' && !languageOf(lang, {})) return `--lang '${lang}'`;
		return Object.fromEntries(
			Object.entries(values).map(([name, value]) => [name, value === true ? 'yes' : value || undefined])
		);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function contextOf(terminal: Terminal, options: Context['options'], language: Language): Context {
	const json = options.json !== undefined;
	return {
		env: terminal.env,
		options,
		json,
		language,
		say: (text) => json || terminal.out(`${inLanguage(text, language)}\n`),
		warn: (text) => terminal.err(`${inLanguage(text, language)}\n`),
		answer: (value) => json && terminal.out(`${JSON.stringify(value)}\n`),
		progress: (text) => terminal.watched && terminal.err(`\r\u001b[K${inLanguage(text, language)}`)
	};
}
