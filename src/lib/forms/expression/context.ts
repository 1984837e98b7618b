import type { ExpressionNode, NodeSet, Value } from './value';

/** What expressions may ask of the form they live in. Clock, zone and randomness come from the host. */
export interface Environment {
	/** Milliseconds UTC. */
	now(): number;
	/** IANA name of the community's time zone. */
	readonly zone: string;
	/** A number from 0 up to but not including 1. */
	random(): number;
	/** What absolute paths start from; its only child is the form's root. */
	readonly document: ExpressionNode;
	/** The root nodes of a list or table of the definition. */
	instance(name: string): NodeSet;
	/** The label of a choice in the form's language, empty when there is none. */
	choiceLabel(field: string, value: string): string;
}

export interface Context {
	/** What `.` and relative paths start from. */
	readonly node: ExpressionNode;
	/** The field whose expression this is: what `current()` and `${…}` start from. */
	readonly origin: ExpressionNode;
	/** One-based place within the predicate's candidates. */
	readonly position: number;
	readonly size: number;
	readonly env: Environment;
}

export type Run = (context: Context) => Value;

/** A function of the language. Arguments are evaluated before the call. */
export interface FunctionEntry {
	readonly least: number;
	readonly most: number;
	readonly run: (context: Context, ...args: Value[]) => Value;
	/** Its result is a number: lets a calculation's answer be stored as one. */
	readonly numeric?: boolean;
}

export type FunctionTable = Readonly<Record<string, FunctionEntry>>;
