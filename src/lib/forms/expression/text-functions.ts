import type { Call, Calls } from './context';
import { toNumber, toText, toTexts, words } from './value';

/** A function of texts only; without arguments it takes the node where the expression stands. */
const text =
	(call: (...args: string[]) => string | number | boolean): Call =>
	(context, ...args) =>
		call(...(args.length > 0 ? args : [[context.node]]).map(toText));

/** What stands beside the first place of a mark. */
const beside = (of: (source: string, mark: string, index: number) => string): Call =>
	text((source = '', mark = '') => (source.includes(mark) ? of(source, mark, source.indexOf(mark)) : ''));

function substring(source: string, start: number, length: number): string {
	const first = Math.round(start);
	const end = first + Math.round(length);
	return [...source].filter((_char, index) => index + 1 >= first && index + 1 < end).join('');
}

function translate(source: string, from: string, to: string): string {
	const letters = [...from];
	const change = (char: string) => [...to][letters.indexOf(char)] ?? '';
	return [...source].map((char) => (letters.includes(char) ? change(char) : char)).join('');
}

export const textCalls: Calls = {
	string: text((value = '') => value),
	concat: (_context, ...args) => toTexts(args).join(''),
	join: (_context, separator, ...args) => toTexts(args).join(toText(separator)),
	substr: (_context, source, start, end) =>
		toText(source).slice(toNumber(start), end === undefined ? end : toNumber(end)),
	substring: (_context, source, start, length = Infinity) =>
		substring(toText(source), toNumber(start), toNumber(length)),
	'substring-before': beside((source, _mark, index) => source.slice(0, index)),
	'substring-after': beside((source, mark, index) => source.slice(index + mark.length)),
	translate: text((source = '', from = '', to = '') => translate(source, from, to)),
	'normalize-space': text((value = '') => words(value).join(' ')),
	contains: text((source = '', part = '') => source.includes(part)),
	'starts-with': text((source = '', part = '') => source.startsWith(part)),
	'ends-with': text((source = '', part = '') => source.endsWith(part)),
	selected: text((values = '', value = '') => words(values).includes(value.trim())),
	'selected-at': (_context, values, index) => words(toText(values))[toNumber(index)] ?? ''
};

/** Those whose result is a number. */
export const lengthCalls: Calls = {
	'string-length': text((value = '') => value.length),
	'count-selected': text((values = '') => words(values).length)
};
