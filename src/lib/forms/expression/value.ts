import { Moment, parseMoment } from './moment';

/** What an expression can look at: a field of a live form, or a row or cell of a list. */
export interface ExpressionNode {
	readonly name: string;
	readonly parent: ExpressionNode | null;
	/** Children of that name in document order; `*` for all. */
	named(name: string): readonly ExpressionNode[];
	/** The value as text; empty when there is none, or when the field is not relevant. */
	text(): string;
	/** The value of a field even while it is not relevant: what `once()` keeps. */
	readonly raw?: string;
}

export type NodeSet = readonly ExpressionNode[];
export type Value = string | number | boolean | Moment | NodeSet;

export const isNodes = (value: Value): value is NodeSet => Array.isArray(value);

export const toNodes = (value: Value): NodeSet => (isNodes(value) ? value : []);

/** As XPath prints numbers: no exponent, minus zero as zero; and as ODK does, "not a number" as the empty text. */
export function numberText(value: number): string {
	if (Number.isNaN(value)) return '';
	if (!Number.isFinite(value)) return String(value);
	if (Number.isInteger(value)) return BigInt(value).toString();
	const text = String(value);
	return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

export function toText(value: Value): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return numberText(value);
	if (isNodes(value)) return value[0]?.text() ?? '';
	return String(value);
}

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text stands for, or NaN. Dates count as days since 1970-01-01, as XForms does. */
export function textToNumber(text: string): number {
	const trimmed = text.trim();
	if (NUMBER.test(trimmed)) return Number(trimmed);
	return parseMoment(trimmed, 'UTC')?.days ?? NaN;
}

export function toNumber(value: Value): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value instanceof Moment) return value.days;
	return textToNumber(toText(value));
}

export function toBoolean(value: Value): boolean {
	if (typeof value === 'boolean') return value;
	if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
	if (value instanceof Moment) return true;
	return value.length > 0;
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

const ordered = (operator: Comparison, left: number, right: number): boolean => {
	if (operator === '<') return left < right;
	if (operator === '<=') return left <= right;
	if (operator === '>') return left > right;
	return left >= right;
};

function equal(left: Value, right: Value): boolean {
	if (typeof left === 'boolean' || typeof right === 'boolean') return toBoolean(left) === toBoolean(right);
	const numeric =
		typeof left === 'number' ||
		typeof right === 'number' ||
		left instanceof Moment ||
		right instanceof Moment;
	return numeric ? toNumber(left) === toNumber(right) : toText(left) === toText(right);
}

/** XPath 1.0 §3.4: a node-set compares true when any of its nodes does. */
export function compare(operator: Comparison, left: Value, right: Value): boolean {
	if (isNodes(left)) {
		return typeof right === 'boolean'
			? compare(operator, toBoolean(left), right)
			: left.some((node) => compare(operator, node.text(), right));
	}
	if (isNodes(right)) {
		return typeof left === 'boolean'
			? compare(operator, left, toBoolean(right))
			: right.some((node) => compare(operator, left, node.text()));
	}
	if (operator === '=') return equal(left, right);
	if (operator === '!=') return !equal(left, right);
	return ordered(operator, toNumber(left), toNumber(right));
}

/** The words of a space-separated value: the choices of a select_multiple. */
export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
