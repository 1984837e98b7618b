/**
 * A closed word of the domain in the reader's language. A word that a newer app wrote is shown as it stands: it must
 * never keep an older app from showing the rest.
 */
export const word = (words: Readonly<Record<string, () => string>>, key: string): string =>
	Object.hasOwn(words, key) ? (words[key]?.() ?? key) : key;
