import { m } from '../../paraglide/messages';
import type { Locale } from '../../paraglide/runtime';
import type { Text } from '../text';
import type { Command, Option } from './command';

/** Options that every command has. */
export const COMMON_OPTIONS: readonly Option[] = [
	{ name: 'json', about: (locale) => m.cli_option_json({}, { locale }) },
	{ name: 'lang', value: 'LANG', about: (locale) => m.cli_option_lang({}, { locale }) },
	{ name: 'help', about: (locale) => m.cli_option_help({}, { locale }) }
];

/** What `linli --help` prints. */
export const generalHelp =
	(commands: readonly Command[]): Text =>
	(locale) =>
		[
			m.cli_about({}, { locale }),
			'',
			m.cli_usage({ usage: 'linli <command> [options]' }, { locale }),
			'',
			m.cli_commands({}, { locale }),
			...table(commands.map((command) => [command.name, command.about(locale)])),
			'',
			...footer(locale, COMMON_OPTIONS),
			'',
			m.cli_examples({}, { locale }),
			...commands.flatMap((command) => command.examples.map((example) => `  ${example}`)),
			'',
			m.cli_settings({}, { locale }),
			m.cli_exit_codes({}, { locale })
		].join('\n');

/** What `linli <command> --help` prints. */
export const commandHelp =
	(command: Command): Text =>
	(locale) => {
		const required = command.options.filter((option) => option.required);
		const usage = ['linli', command.name, ...required.map(written), '[options]'].join(' ');
		return [
			command.about(locale),
			'',
			m.cli_usage({ usage }, { locale }),
			'',
			...footer(locale, [...command.options, ...COMMON_OPTIONS]),
			'',
			m.cli_examples({}, { locale }),
			...command.examples.map((example) => `  ${example}`),
			'',
			m.cli_settings({}, { locale }),
			m.cli_exit_codes({}, { locale })
		].join('\n');
	};

const footer = (locale: Locale, options: readonly Option[]) => [
	m.cli_options({}, { locale }),
	...table(options.map((option) => [written(option), option.about(locale)]))
];

const written = (option: Option) => `--${option.name}${option.value ? ` ${option.value}` : ''}`;

function table(rows: readonly (readonly [string, string])[]): string[] {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
