import type { Context, FunctionEntry, Run } from './context';
import { functionNamed, nearestFunction } from './functions';
import { pattern } from './pattern';
import { ExpressionError, type BinaryOperator, type Step, type Syntax } from './syntax';
import { compare, toBoolean, toNodes, toNumber, toText, type ExpressionNode, type NodeSet } from './value';

/** A compiled expression. */
export interface Compiled {
	readonly run: Run;
	/** Its result is always a number. */
	readonly numeric: boolean;
}

/**
 * What the compiler asks about the form while it reads one expression. `S` stands for "these fields, or a row of
 * that list": it lets a misspelt name be found at publish instead of reading as empty on a doorstep.
 */
export interface Scope<S> {
	readonly root: S;
	/** `${name}`. With `whole`, all instances, whatever repeat the expression stands in. */
	reference(name: string, at: number, whole: boolean): { run: (context: Context) => NodeSet; shape: S };
	step(from: S, step: Step): S;
	instance(name: string, at: number): S;
	/** A table's column, for pulldata(). */
	column(table: string, name: string, at: number): void;
	choiceField(name: string, at: number): void;
	/** The field that the expression belongs to: what `current()` and `once()` read. */
	readonly own: S;
	/** The expression's result depends on these. */
	reads(shape: S): void;
	readsClock(): void;
	readsLanguage(): void;
}

type Part<S> = Compiled & { readonly shape?: S | undefined };

const plain = (run: Run, numeric = false) => ({ run, numeric });

function binary(operator: BinaryOperator, left: Run, right: Run): Compiled {
	switch (operator) {
		case 'or':
			return plain((c) => toBoolean(left(c)) || toBoolean(right(c)));
		case 'and':
			return plain((c) => toBoolean(left(c)) && toBoolean(right(c)));
		case '+':
			return plain((c) => toNumber(left(c)) + toNumber(right(c)), true);
		case '-':
			return plain((c) => toNumber(left(c)) - toNumber(right(c)), true);
		case '*':
			return plain((c) => toNumber(left(c)) * toNumber(right(c)), true);
		case 'div':
			return plain((c) => toNumber(left(c)) / toNumber(right(c)), true);
		case 'mod':
			return plain((c) => toNumber(left(c)) % toNumber(right(c)), true);
		case '|':
			return plain((c) => [...new Set([...toNodes(left(c)), ...toNodes(right(c))])]);
		default:
			return plain((c) => compare(operator, left(c), right(c)));
	}
}

function filtered(nodes: NodeSet, predicates: readonly Run[], context: Context): NodeSet {
	let found = nodes;
	for (const predicate of predicates) {
		const candidates = found;
		found = candidates.filter((node, index) => {
			const value = predicate({ ...context, node, position: index + 1, size: candidates.length });
			return typeof value === 'number' ? value === index + 1 : toBoolean(value);
		});
	}
	return found;
}

function along(node: ExpressionNode, { axis, test }: Step): NodeSet {
	if (axis === 'child') return node.named(test);
	const target = axis === 'self' ? node : node.parent;
	return target && (test === '*' || target.name === test) ? [target] : [];
}

class Compiler<S> {
	constructor(private readonly scope: Scope<S>) {}

	compile(syntax: Syntax, here: S, whole = false): Part<S> {
		switch (syntax.kind) {
			case 'literal': {
				const { value } = syntax;
				return plain(() => value, typeof value === 'number');
			}
			case 'reference': {
				const { run, shape } = this.scope.reference(syntax.name, syntax.at, whole);
				this.scope.reads(shape);
				return { run, shape, numeric: false };
			}
			case 'negate': {
				const { run } = this.compile(syntax.operand, here, whole);
				return plain((c) => -toNumber(run(c)), true);
			}
			case 'binary': {
				const left = this.compile(syntax.left, here, whole);
				const right = this.compile(syntax.right, here, whole);
				const shape = syntax.operator === '|' ? left.shape : undefined;
				return { ...binary(syntax.operator, left.run, right.run), shape };
			}
			case 'call':
				return this.#call(syntax, here);
			case 'path':
				return this.#path(syntax, here, whole);
		}
	}

	#call(syntax: Extract<Syntax, { kind: 'call' }>, here: S): Part<S> {
		const { name, at } = syntax;
		const entry = functionNamed(name);
		if (!entry) throw new ExpressionError('unknown_function', at, { name, near: nearestFunction(name) });
		const count = syntax.args.length;
		if (count < entry.least || count > entry.most) {
			throw new ExpressionError('arity', at, { name, count, least: entry.least });
		}
		const shape = this.#special(syntax);
		const args = syntax.args.map((arg, index) =>
			this.compile(arg, here, name === 'indexed-repeat' && (index === 0 || index % 2 === 1))
		);
		return {
			...this.#bind(name, entry, args),
			shape: shape ?? (name === 'randomize' ? args[0]?.shape : undefined)
		};
	}

	#bind(name: string, entry: FunctionEntry, args: readonly Part<S>[]): Compiled {
		const runs = args.map((arg) => arg.run);
		const [first, second, third] = runs;
		if (name === 'if' && first && second && third) {
			const numeric = Boolean(args[1]?.numeric && args[2]?.numeric);
			return plain((c) => (toBoolean(first(c)) ? second(c) : third(c)), numeric);
		}
		if (name === 'coalesce') {
			const choose: Run = (c) => {
				for (const run of runs) {
					const value = run(c);
					if (toText(value) !== '') return value;
				}
				return '';
			};
			return plain(
				choose,
				args.every((arg) => arg.numeric)
			);
		}
		if (name === 'once' && first) {
			return plain((c) => c.origin.raw || first(c), Boolean(args[0]?.numeric));
		}
		const { run, numeric = false } = entry;
		if (!first) return plain((c) => run(c), numeric);
		if (!second) return plain((c) => run(c, first(c)), numeric);
		return plain((c) => run(c, ...runs.map((each) => each(c))), numeric);
	}

	/** Functions whose arguments name things of the form, or that read something besides fields. */
	#special({ name, args, at }: Extract<Syntax, { kind: 'call' }>): S | undefined {
		const literal = (index: number): string | undefined => {
			const arg = args[index];
			return arg?.kind === 'literal' ? String(arg.value) : undefined;
		};
		if (name === 'today' || name === 'now') this.scope.readsClock();
		if (name === 'current') return this.#own();
		if (name === 'once') this.#own();
		if (name === 'regex') this.#checkPattern(literal(1), at);
		if (name === 'instance') return this.scope.instance(literal(0) ?? '', at);
		if (name === 'pulldata') {
			for (const column of [1, 2]) this.scope.column(literal(0) ?? '', literal(column) ?? '', at);
		}
		if (name === 'jr:choice-name') {
			this.scope.readsLanguage();
			this.scope.choiceField(literal(1) ?? '', at);
		}
		return undefined;
	}

	#own(): S {
		this.scope.reads(this.scope.own);
		return this.scope.own;
	}

	#checkPattern(source: string | undefined, at: number) {
		const danger = source === undefined ? 'pattern_not_literal' : pattern(source).danger;
		if (danger) throw new ExpressionError(danger, at);
	}

	#path(syntax: Extract<Syntax, { kind: 'path' }>, here: S, whole: boolean): Part<S> {
		const { from } = syntax;
		const base = typeof from === 'string' ? undefined : this.compile(from, here, whole);
		const predicates = (list: readonly Syntax[], shape: S | undefined) =>
			list.map((each) => this.compile(each, shape ?? here).run);
		let shape = base ? base.shape : from === 'root' ? this.scope.root : here;
		const baseFilters = predicates(syntax.predicates, shape);
		const steps = syntax.steps.map((step) => {
			if (shape !== undefined) shape = this.scope.step(shape, step);
			return { step, filters: predicates(step.predicates, shape) };
		});
		if (shape !== undefined) this.scope.reads(shape);
		const run: Run = (c) => {
			let nodes: NodeSet = base ? toNodes(base.run(c)) : [from === 'root' ? c.env.document : c.node];
			nodes = filtered(nodes, baseFilters, c);
			for (const { step, filters } of steps) {
				const found = nodes.flatMap((node) => filtered(along(node, step), filters, c));
				nodes = step.axis === 'child' ? found : [...new Set(found)];
			}
			return nodes;
		};
		return { run, shape, numeric: false };
	}
}

/** Compiles one expression to a closure: no `eval`, so it runs under the strict content security policy. */
export const compile = <S>(syntax: Syntax, scope: Scope<S>, here: S): Compiled =>
	new Compiler(scope).compile(syntax, here);
