import { ExpressionError } from './syntax';

export type TokenKind = 'text' | 'number' | 'reference' | 'operator' | 'name' | 'mark' | 'end';
export interface Token {
	readonly kind: TokenKind;
	readonly value: string;
	readonly at: number;
}

const NAME_START = /[\p{L}_]/u;
const NAME_PART = /[\p{L}\p{N}\p{M}_.\-·]/u;
const MARKS = ['::', '//', '..', '(', ')', '[', ']', ',', '@', '/', '.'];
const OPERATORS = ['!=', '<=', '>=', '<', '>', '=', '+', '-', '|'];
const WORDS = new Set(['and', 'or', 'div', 'mod']);

/** XPath 1.0 §3.7: `*`, `and`, `or`, `div`, `mod` are operators only where one can stand. */
function operatorExpected(previous: Token | undefined): boolean {
	if (!previous || previous.kind === 'operator') return false;
	return previous.kind !== 'mark' || [')', ']', '.', '..'].includes(previous.value);
}

/** Spreadsheets and word processors turn straight quotes into curly ones; the authors mean the straight. */
const straighten = (source: string) => source.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

const charAt = (source: string, at: number): string => {
	const code = source.codePointAt(at);
	return code === undefined ? '' : String.fromCodePoint(code);
};

const isDigit = (char: string | undefined) => char !== undefined && char >= '0' && char <= '9';

function nameEnd(source: string, start: number): number {
	let at = start;
	for (;;) {
		const char = charAt(source, at);
		if (char !== '' && NAME_PART.test(char)) at += char.length;
		else if (char === ':' && NAME_START.test(charAt(source, at + 1))) at += 1;
		else return at;
	}
}

function numberEnd(source: string, start: number): number {
	let at = start;
	while (isDigit(source[at])) at++;
	if (source[at] === '.') {
		at++;
		while (isDigit(source[at])) at++;
	}
	return at;
}

function closing(source: string, mark: string, start: number): number {
	const end = source.indexOf(mark, start);
	if (end < 0) throw new ExpressionError('unclosed', start - 1, { mark });
	return end;
}

function next(source: string, at: number, previous: Token | undefined): { token: Token; end: number } {
	const char = charAt(source, at);
	const token = (kind: TokenKind, value: string, end: number) => ({ token: { kind, value, at }, end });
	if (char === '"' || char === "'") {
		const end = closing(source, char, at + 1);
		return token('text', source.slice(at + 1, end), end + 1);
	}
	if (source.startsWith('${', at)) {
		const end = closing(source, '}', at + 2);
		return token('reference', source.slice(at + 2, end).trim(), end + 1);
	}
	if (isDigit(char) || (char === '.' && isDigit(source[at + 1]))) {
		const end = numberEnd(source, at);
		return token('number', source.slice(at, end), end);
	}
	if (char === '*') return token(operatorExpected(previous) ? 'operator' : 'name', '*', at + 1);
	for (const mark of MARKS) if (source.startsWith(mark, at)) return token('mark', mark, at + mark.length);
	for (const sign of OPERATORS)
		if (source.startsWith(sign, at)) return token('operator', sign, at + sign.length);
	if (NAME_START.test(char)) {
		const end = nameEnd(source, at + char.length);
		const value = source.slice(at, end);
		return token(WORDS.has(value) && operatorExpected(previous) ? 'operator' : 'name', value, end);
	}
	throw new ExpressionError('unexpected', at, { token: char });
}

/** Cuts an expression into tokens; the last one is always `end`. */
export function tokens(text: string): Token[] {
	const source = straighten(text);
	const found: Token[] = [];
	let at = 0;
	while (at < source.length) {
		if (/[\s\u00a0]/.test(source[at] ?? '')) {
			at++;
			continue;
		}
		const { token, end } = next(source, at, found.at(-1));
		found.push(token);
		at = end;
	}
	found.push({ kind: 'end', value: '', at: source.length });
	return found;
}
