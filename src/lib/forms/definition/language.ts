import type { FormDefinition, Text } from './definition';

/** The definition's language for an app locale: `zh-CN` finds `zh-CN`, then `zh`, then the form's default. */
export function languageFor(definition: FormDefinition, locale: string | undefined): string {
	const [base = ''] = (locale ?? '').split('-');
	const fallback = definition.default_language ?? definition.languages[0] ?? '';
	return [locale ?? '', base].find((each) => definition.languages.includes(each)) ?? fallback;
}

/** A text in a language; where the translation is missing, in the form's default, then in any. */
export function textIn(text: Text | undefined, language: string, fallback: string): string {
	if (text === undefined || typeof text === 'string') return text ?? '';
	return text[language] || text[fallback] || Object.values(text).find((each) => each !== '') || '';
}
