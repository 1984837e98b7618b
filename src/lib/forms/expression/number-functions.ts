import type { Call, Calls } from './context';
import { isNodes, toBoolean, toNodes, toNumber, toText, type Value } from './value';

/** A function of numbers only. Of something that is not a number it knows nothing: pow(NaN, 0) is not 1. */
const number =
	(call: (...args: number[]) => number): Call =>
	(_context, ...args) => {
		const values = args.map(toNumber);
		return values.some(Number.isNaN) ? NaN : call(...values);
	};

const numbers = (args: readonly Value[]): number[] =>
	args.flatMap((value) => (isNodes(value) ? value.map((node) => toNumber([node])) : toNumber(value)));

/** Half away from zero, on the decimal text, so that 1.005 to two places is 1.01. */
function round(value: number, places = 0): number {
	const shift = Math.trunc(places);
	const rounded = Number(`${Math.round(Number(`${Math.abs(value)}e${shift}`))}e${-shift}`);
	return Number.isNaN(rounded) ? value : Math.sign(value) * rounded;
}

const extreme =
	(choose: (...values: number[]) => number): Call =>
	(_context, ...args) => {
		const values = numbers(args);
		return values.length > 0 ? choose(...values) : NaN;
	};

/** Whether a count is in the bounds that a checklist begins with; -1 is no bound. */
const within = (count: number, least: number, most: number) =>
	(least < 0 || count >= least) && (most < 0 || count <= most);

const truths = (args: readonly Value[]): number =>
	args.flatMap((value) => (isNodes(value) ? value.map((node) => node.text()) : value)).filter(toBoolean)
		.length;

const weight = (args: readonly Value[]): number =>
	args.reduce<number>(
		(total, value, index) =>
			total + (index % 2 === 0 && toBoolean(value) ? toNumber(args[index + 1] ?? 0) : 0),
		0
	);

export const truthCalls: Calls = {
	true: () => true,
	false: () => false,
	not: (_context, value) => !toBoolean(value),
	boolean: (_context, value) => toBoolean(value),
	'boolean-from-string': (_context, value) => ['1', 'true'].includes(toText(value)),
	checklist: (_context, least, most, ...args) => within(truths(args), toNumber(least), toNumber(most)),
	'weighted-checklist': (_context, least, most, ...args) =>
		within(weight(args), toNumber(least), toNumber(most))
};

/** What a browser's own mathematics does the same way. */
const MATHS = 'floor abs pow sqrt log log10 exp sin cos tan asin acos atan atan2'.split(' ') as 'abs'[];

/** Those whose result is a number: lets a calculation's answer be stored as one. */
export const numberCalls: Calls = {
	...Object.fromEntries(MATHS.map((name) => [name, number(Math[name])])),
	number: (context, value = [context.node]) => toNumber(value),
	int: number(Math.trunc),
	ceiling: number(Math.ceil),
	round: number(round),
	exp10: number((value = NaN) => 10 ** value),
	pi: () => Math.PI,
	random: ({ env }) => env.random(),
	min: extreme(Math.min),
	max: extreme(Math.max),
	// ODK: the sum of nothing is not a number, so that a form notices that nothing was asked.
	sum: extreme((...values) => values.reduce((total, each) => total + each)),
	count: (_context, nodes) => toNodes(nodes).length,
	'count-non-empty': (_context, nodes) => toNodes(nodes).filter((node) => node.text() !== '').length
};
