import type { ExpressionNode, Value } from './value';

/** What expressions may ask of the form they live in. Clock, zone and randomness come from the host. */
export interface Environment {
	/** Milliseconds UTC. */
	now(): number;
	/** IANA name of the community's time zone. */
	readonly zone: string;
	/** A number from 0 up to but not including 1. */
	random(): number;
	/** What absolute paths start from. */
	readonly top: ExpressionNode;
	/** A list or table of the definition, as the document that `instance('…')/root/item` walks. */
	list(name: string): ExpressionNode;
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

/** A compiled expression. */
export interface Compiled {
	readonly run: Run;
	/** Its result is always a number. */
	readonly numeric?: boolean | undefined;
}

/** A function of the language. Arguments are evaluated before the call; how many there may be: `check/arity.ts`. */
export type Call = (context: Context, ...args: Value[]) => Value;
export type Calls = Readonly<Record<string, Call>>;
