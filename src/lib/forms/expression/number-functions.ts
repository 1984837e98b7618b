import type { FunctionEntry, FunctionTable } from './context';
import { isNodes, textToNumber, toBoolean, toNodes, toNumber, toText, type Value } from './value';

/** A function of numbers only. Of something that is not a number it knows nothing: pow(NaN, 0) is not 1. */
const number = (least: number, most: number, call: (...args: number[]) => number): FunctionEntry => ({
	least,
	most,
	numeric: true,
	run: (_context, ...args) => {
		const values = args.map(toNumber);
		return values.some(Number.isNaN) ? NaN : call(...values);
	}
});

const numbers = (args: readonly Value[]): number[] =>
	args.flatMap((value) =>
		isNodes(value) ? value.map((node) => textToNumber(node.text())) : [toNumber(value)]
	);

/** Half away from zero, on the decimal text, so that 1.005 to two places is 1.01. */
function round(value: number, places = 0): number {
	if (!Number.isFinite(value)) return value;
	const shifted = Number(`${Math.abs(value)}e${Math.trunc(places)}`);
	const rounded = Number(`${Math.round(shifted)}e${-Math.trunc(places)}`);
	return Math.sign(value) * (Number.isNaN(rounded) ? Math.abs(value) : rounded);
}

const extreme = (choose: (...values: number[]) => number): FunctionEntry => ({
	least: 1,
	most: Infinity,
	numeric: true,
	run: (_context, ...args) => {
		const values = numbers(args);
		return values.length === 0 ? NaN : choose(...values);
	}
});

const within = (count: number, least: number, most: number) =>
	(least === -1 || count >= least) && (most === -1 || count <= most);

const truths = (args: readonly Value[]): number =>
	args
		.flatMap((value) => (isNodes(value) ? value.map((node) => node.text() !== '') : [toBoolean(value)]))
		.filter(Boolean).length;

function weighted(args: readonly Value[]): number {
	let total = 0;
	for (let index = 0; index + 1 < args.length; index += 2) {
		if (toBoolean(args[index] ?? false)) total += toNumber(args[index + 1] ?? 0);
	}
	return total;
}

export const numberFunctions: FunctionTable = {
	true: { least: 0, most: 0, run: () => true },
	false: { least: 0, most: 0, run: () => false },
	not: { least: 1, most: 1, run: (_context, value = false) => !toBoolean(value) },
	boolean: { least: 1, most: 1, run: (_context, value = false) => toBoolean(value) },
	'boolean-from-string': {
		least: 1,
		most: 1,
		run: (_context, value = '') => ['1', 'true'].includes(toText(value))
	},
	number: {
		least: 0,
		most: 1,
		numeric: true,
		run: (context, value) => toNumber(value ?? [context.node])
	},
	int: number(1, 1, (value = NaN) => Math.trunc(value)),
	round: number(1, 2, round),
	floor: number(1, 1, Math.floor),
	ceiling: number(1, 1, Math.ceil),
	abs: number(1, 1, Math.abs),
	pow: number(2, 2, Math.pow),
	sqrt: number(1, 1, Math.sqrt),
	log: number(1, 1, Math.log),
	log10: number(1, 1, Math.log10),
	exp: number(1, 1, Math.exp),
	exp10: number(1, 1, (value = NaN) => 10 ** value),
	pi: number(0, 0, () => Math.PI),
	sin: number(1, 1, Math.sin),
	cos: number(1, 1, Math.cos),
	tan: number(1, 1, Math.tan),
	asin: number(1, 1, Math.asin),
	acos: number(1, 1, Math.acos),
	atan: number(1, 1, Math.atan),
	atan2: number(2, 2, Math.atan2),
	random: { least: 0, most: 0, numeric: true, run: (context) => context.env.random() },
	min: extreme(Math.min),
	max: extreme(Math.max),
	sum: {
		least: 1,
		most: 1,
		numeric: true,
		run: (_context, value = []) => {
			const nodes = toNodes(value);
			// ODK: the sum of nothing is not a number, so that a form notices that nothing was asked.
			return nodes.length === 0 ? NaN : numbers([nodes]).reduce((total, each) => total + each, 0);
		}
	},
	count: { least: 1, most: 1, numeric: true, run: (_context, value = []) => toNodes(value).length },
	'count-non-empty': {
		least: 1,
		most: 1,
		numeric: true,
		run: (_context, value = []) => toNodes(value).filter((node) => node.text() !== '').length
	},
	checklist: {
		least: 2,
		most: Infinity,
		run: (_context, least = 0, most = 0, ...args) => within(truths(args), toNumber(least), toNumber(most))
	},
	'weighted-checklist': {
		least: 2,
		most: Infinity,
		run: (_context, least = 0, most = 0, ...args) => within(weighted(args), toNumber(least), toNumber(most))
	}
};
