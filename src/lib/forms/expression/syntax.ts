import type { Comparison } from './value';

export type BinaryOperator = 'or' | 'and' | Comparison | '+' | '-' | '*' | 'div' | 'mod' | '|';
export type Axis = 'child' | 'self' | 'parent';

export interface Step {
	readonly axis: Axis;
	/** A name, or `*` for any. */
	readonly test: string;
	readonly predicates: readonly Syntax[];
	readonly at: number;
}

/** The parsed form of an expression. `at` is the character where the part begins. */
export type Syntax =
	| { readonly kind: 'literal'; readonly value: string | number }
	/** `${name}` */
	| { readonly kind: 'reference'; readonly name: string; readonly at: number }
	| { readonly kind: 'negate'; readonly operand: Syntax }
	| {
			readonly kind: 'binary';
			readonly operator: BinaryOperator;
			readonly left: Syntax;
			readonly right: Syntax;
	  }
	| { readonly kind: 'call'; readonly name: string; readonly args: readonly Syntax[]; readonly at: number }
	| {
			readonly kind: 'path';
			readonly from: 'root' | 'here' | Syntax;
			/** Predicates on the start, before the first step. */
			readonly predicates: readonly Syntax[];
			readonly steps: readonly Step[];
	  };

/** Why an expression cannot be read: a code of `contract.ts`, and where. Never leaves the engine. */
export class ExpressionError extends Error {
	constructor(
		readonly code: string,
		readonly at: number,
		readonly params: Record<string, string | number> = {}
	) {
		super(code);
	}
}
