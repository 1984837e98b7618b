import type { Language } from '../text';

/**
 * The language to print in: `--lang`, else what the environment's locale says; both when it says nothing, as in a bare
 * container. `undefined` for a `--lang` that is none of the three.
 */
export function languageOf(option: string | undefined, env: NodeJS.ProcessEnv): Language | undefined {
	if (option !== undefined)
		return option === 'zh' || option === 'en' || option === 'both' ? option : undefined;
	const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
	if (/^zh/i.test(locale)) return 'zh';
	return locale === '' || /^(?:C|POSIX)\b/.test(locale) ? 'both' : 'en';
}
