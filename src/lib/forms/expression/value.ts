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
	const text = Number.isNaN(value) ? '' : String(value);
	if (!text.includes('e')) return text;
	return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

export function toText(value: Value): string {
	if (typeof value === 'number') return numberText(value);
	return isNodes(value) ? (value[0]?.text() ?? '') : String(value);
}

/** The texts of the values, a node-set giving one a node. */
export const toTexts = (values: readonly Value[]): string[] =>
	values.flatMap((value) => (isNodes(value) ? value.map((node) => node.text()) : [toText(value)]));

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function toNumber(value: Value): number {
	if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
	if (value instanceof Moment) return value.days;
	const text = toText(value).trim();
	// Dates count as days since 1970-01-01, as XForms does.
	return NUMBER.test(text) ? Number(text) : (parseMoment(text, 'UTC')?.days ?? NaN);
}

export function toBoolean(value: Value): boolean {
	return isNodes(value) ? value.length > 0 : Boolean(value);
}

/** The words of a space-separated value: the choices of a select_multiple. */
export const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
