import { Moment } from './moment';
import { isNodes, toBoolean, toNodes, toNumber, toText, type Value } from './value';

type Calls = Readonly<Record<string, (left: Value, right: Value) => Value>>;

const isNumeric = (value: Value) => typeof value === 'number' || value instanceof Moment;

/** XPath 1.0 §3.4: a node-set compares true when any of its nodes does. */
function compare(
	same: boolean,
	left: Value,
	right: Value,
	holds: (a: unknown, b: unknown) => boolean
): boolean {
	const truth = typeof left === 'boolean' || typeof right === 'boolean';
	if (isNodes(left) && !truth) return left.some((node) => compare(same, node.text(), right, holds));
	if (isNodes(right) && !truth) return right.some((node) => compare(same, left, node.text(), holds));
	const as = same && truth ? toBoolean : same && !isNumeric(left) && !isNumeric(right) ? toText : toNumber;
	// A set against a truth is itself a truth, also where the order asks for numbers.
	const plain = (value: Value) => as(truth && isNodes(value) ? toBoolean(value) : value);
	return holds(plain(left), plain(right));
}

const equality = (holds: (a: unknown, b: unknown) => boolean) => (left: Value, right: Value) =>
	compare(true, left, right, holds);
const order = (holds: (a: number, b: number) => boolean) => (left: Value, right: Value) =>
	compare(false, left, right, (a, b) => holds(Number(a), Number(b)));
const arithmetic = (compute: (a: number, b: number) => number) => (left: Value, right: Value) =>
	compute(toNumber(left), toNumber(right));

/** Operators whose result is a number. */
export const ARITHMETIC = {
	'+': arithmetic((a, b) => a + b),
	'-': arithmetic((a, b) => a - b),
	'*': arithmetic((a, b) => a * b),
	div: arithmetic((a, b) => a / b),
	mod: arithmetic((a, b) => a % b)
} satisfies Calls;

export const OPERATORS = {
	...ARITHMETIC,
	or: (left, right) => toBoolean(left) || toBoolean(right),
	and: (left, right) => toBoolean(left) && toBoolean(right),
	'=': equality((a, b) => a === b),
	'!=': equality((a, b) => a !== b),
	'<': order((a, b) => a < b),
	'<=': order((a, b) => a <= b),
	'>': order((a, b) => a > b),
	'>=': order((a, b) => a >= b),
	'|': (left, right) => [...new Set([...toNodes(left), ...toNodes(right)])]
} satisfies Calls;

export type Operator = keyof typeof OPERATORS;
