import type { Operator } from './operators';

export type { Operator };
export type Axis = 'child' | 'self' | 'parent';

export interface Step {
	readonly axis: Axis;
	/** A name, or `*` for any. */
	readonly test: string;
	readonly filters: readonly Syntax[];
	readonly at: number;
}

export interface Path {
	readonly kind: 'path';
	readonly from: 'top' | 'here' | Syntax;
	/** Predicates on the start, before the first step. */
	readonly filters: readonly Syntax[];
	readonly steps: readonly Step[];
}

export interface FunctionCall {
	readonly kind: 'call';
	readonly name: string;
	readonly args: readonly Syntax[];
	readonly at: number;
}

/** The parsed form of an expression. `at` is the character where the part begins. */
export type Syntax =
	| { readonly kind: 'literal'; readonly value: string | number }
	/** `${name}` */
	| { readonly kind: 'reference'; readonly name: string; readonly at: number }
	| {
			readonly kind: 'binary';
			readonly operator: Operator;
			readonly left: Syntax;
			readonly right: Syntax;
	  }
	| FunctionCall
	| Path;
