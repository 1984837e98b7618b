export interface Token {
	readonly text: string;
	/** The character where it begins, counted from 0. */
	readonly at: number;
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}\p{M}_.·-]*`;
/** Texts, references, numbers, marks and operators, names; and any other character, for the parser to refuse. */
const TOKEN = new RegExp(
	String.raw`"[^"]*"|'[^']*'|\$\{[^}]*\}|\d+\.?\d*|\.\d+|::|//|\.\.|[!<>]=|${NAME}(?::${NAME})*|\S`,
	'gu'
);

/** Spreadsheets and word processors turn straight quotes into curly ones; the authors mean the straight. */
const straighten = (source: string) => source.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

/** Cuts an expression into tokens. */
export const tokens = (source: string): Token[] =>
	[...straighten(source).matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }));

export const isNameToken = (text: string): boolean => /^[\p{L}_*]/u.test(text);
