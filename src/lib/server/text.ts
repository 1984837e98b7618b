import type { Locale } from '../paraglide/runtime';

/** A message that is put into words only when its reader's language is known. */
export type Text = (locale: Locale) => string;

/** Which languages a command line prints; `both` gives `中文 / English` on one line. */
export type Language = 'zh' | 'en' | 'both';

export function inLanguage(text: Text, language: Language): string {
	if (language === 'zh') return text('zh-CN');
	if (language === 'en') return text('en');
	const [zh, en] = [text('zh-CN'), text('en')];
	return zh === en ? zh : `${zh} / ${en}`;
}
