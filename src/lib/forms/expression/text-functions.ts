import type { FunctionEntry, FunctionTable } from './context';
import { pattern } from './pattern';
import { isNodes, toNodes, toNumber, toText, words, type Value } from './value';

type TextCall = (...args: string[]) => string | number | boolean;

/** A function of texts only. */
const text = (least: number, most: number, call: TextCall, numeric = false): FunctionEntry => ({
	least,
	most,
	numeric,
	run: (_context, ...args) => call(...args.map(toText))
});

/** All the texts of the arguments, a node-set giving one a node. */
const texts = (args: readonly Value[]): string[] =>
	args.flatMap((value) => (isNodes(value) ? value.map((node) => node.text()) : [toText(value)]));

function substring(source: string, start: number, length: number): string {
	const first = Math.round(start);
	const end = first + Math.round(length);
	return [...source].filter((_char, index) => index + 1 >= first && index + 1 < end).join('');
}

function translate(source: string, from: string, to: string): string {
	const letters = [...from];
	const substitutes = [...to];
	return [...source]
		.map((char) => {
			const index = letters.indexOf(char);
			return index < 0 ? char : (substitutes[index] ?? '');
		})
		.join('');
}

export const textFunctions: FunctionTable = {
	string: { least: 0, most: 1, run: (context, value) => toText(value ?? [context.node]) },
	concat: { least: 0, most: Infinity, run: (_context, ...args) => texts(args).join('') },
	join: {
		least: 1,
		most: Infinity,
		run: (_context, separator, ...args) => texts(args).join(toText(separator ?? ''))
	},
	substr: {
		least: 2,
		most: 3,
		run: (_context, source = '', start = 0, end) =>
			toText(source).slice(toNumber(start), end === undefined ? undefined : toNumber(end))
	},
	substring: {
		least: 2,
		most: 3,
		run: (_context, source = '', start = 1, length = Infinity) =>
			substring(toText(source), toNumber(start), toNumber(length))
	},
	'substring-before': text(2, 2, (source = '', mark = '') => {
		const index = source.indexOf(mark);
		return index < 0 ? '' : source.slice(0, index);
	}),
	'substring-after': text(2, 2, (source = '', mark = '') => {
		const index = source.indexOf(mark);
		return index < 0 ? '' : source.slice(index + mark.length);
	}),
	translate: text(3, 3, (source = '', from = '', to = '') => translate(source, from, to)),
	'string-length': {
		least: 0,
		most: 1,
		numeric: true,
		run: (context, value) => toText(value ?? [context.node]).length
	},
	'normalize-space': {
		least: 0,
		most: 1,
		run: (context, value) => words(toText(value ?? [context.node])).join(' ')
	},
	contains: text(2, 2, (source = '', part = '') => source.includes(part)),
	'starts-with': text(2, 2, (source = '', part = '') => source.startsWith(part)),
	'ends-with': text(2, 2, (source = '', part = '') => source.endsWith(part)),
	regex: text(2, 2, (source = '', expression = '') => pattern(expression).test(source)),
	selected: text(2, 2, (values = '', value = '') => words(values).includes(value.trim())),
	'selected-at': {
		least: 2,
		most: 2,
		run: (_context, values = '', index = 0) => words(toText(values))[toNumber(index)] ?? ''
	},
	'count-selected': text(1, 1, (values = '') => words(values).length, true),
	name: {
		least: 0,
		most: 1,
		run: (context, nodes) => (nodes === undefined ? context.node : toNodes(nodes)[0])?.name ?? ''
	}
};
