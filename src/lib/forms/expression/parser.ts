import { tokens, type Token } from './lexer';
import { ExpressionError, type Axis, type BinaryOperator, type Step, type Syntax } from './syntax';

const STRENGTH: Record<BinaryOperator, number> = {
	or: 1,
	and: 2,
	'=': 3,
	'!=': 3,
	'<': 4,
	'<=': 4,
	'>': 4,
	'>=': 4,
	'+': 5,
	'-': 5,
	'*': 6,
	div: 6,
	mod: 6,
	'|': 8
};
const NEGATION = 7;
/** Deeper than any real expression, far from the end of a phone's stack. */
const MAX_DEPTH = 200;
/** Longest expression that is read, in characters. */
export const MAX_EXPRESSION = 8000;

class Parser {
	#at = 0;
	#depth = 0;

	constructor(private readonly list: readonly Token[]) {}

	get #token(): Token {
		return this.list[this.#at] ?? { kind: 'end', value: '', at: 0 };
	}

	#fail(code: string, params: Record<string, string> = {}): never {
		throw new ExpressionError(code, this.#token.at, params);
	}

	#is(mark: string, offset = 0): boolean {
		const token = this.list[this.#at + offset];
		return token?.kind === 'mark' && token.value === mark;
	}

	#take(): Token {
		const token = this.#token;
		this.#at++;
		return token;
	}

	#accept(mark: string): boolean {
		const found = this.#is(mark);
		if (found) this.#at++;
		return found;
	}

	#expect(mark: string) {
		if (!this.#accept(mark)) this.#fail('expected', { mark });
	}

	#ended(): boolean {
		return this.#token.kind === 'end';
	}

	whole(): Syntax {
		if (this.#ended()) this.#fail('empty');
		const syntax = this.#binary(0);
		if (!this.#ended()) this.#fail('unexpected', { token: this.#token.value });
		return syntax;
	}

	#binary(floor: number): Syntax {
		if (++this.#depth > MAX_DEPTH) this.#fail('expression_too_deep');
		let left = this.#unary();
		for (;;) {
			const { kind, value } = this.#token;
			const strength = kind === 'operator' ? (STRENGTH[value as BinaryOperator] ?? 0) : 0;
			if (strength <= floor) break;
			this.#at++;
			left = { kind: 'binary', operator: value as BinaryOperator, left, right: this.#binary(strength) };
		}
		this.#depth--;
		return left;
	}

	#unary(): Syntax {
		const { kind, value } = this.#token;
		if (kind !== 'operator' || value !== '-') return this.#path();
		this.#at++;
		return { kind: 'negate', operand: this.#binary(NEGATION) };
	}

	#path(): Syntax {
		if (this.#is('//')) this.#fail('unsupported_axis', { axis: '//' });
		if (this.#accept('/')) return { kind: 'path', from: 'root', predicates: [], steps: this.#steps() };
		const start = this.#primary();
		if (!start) return { kind: 'path', from: 'here', predicates: [], steps: this.#steps() };
		const predicates = this.#predicates();
		if (this.#accept('/')) return { kind: 'path', from: start, predicates, steps: this.#steps() };
		return predicates.length > 0 ? { kind: 'path', from: start, predicates, steps: [] } : start;
	}

	#primary(): Syntax | undefined {
		const { kind, value, at } = this.#token;
		if (kind === 'number' || kind === 'text') {
			this.#at++;
			return { kind: 'literal', value: kind === 'number' ? Number(value) : value };
		}
		if (kind === 'reference') {
			this.#at++;
			return { kind: 'reference', name: value, at };
		}
		if (this.#accept('(')) {
			const inner = this.#binary(0);
			this.#expect(')');
			return inner;
		}
		if (kind !== 'name' || !this.#is('(', 1) || value === 'node') return undefined;
		this.#at++;
		return { kind: 'call', name: value, args: this.#args(), at };
	}

	#args(): Syntax[] {
		const args: Syntax[] = [];
		this.#expect('(');
		if (this.#accept(')')) return args;
		do args.push(this.#binary(0));
		while (this.#accept(','));
		this.#expect(')');
		return args;
	}

	#predicates(): Syntax[] {
		const found: Syntax[] = [];
		while (this.#accept('[')) {
			found.push(this.#binary(0));
			this.#expect(']');
		}
		return found;
	}

	#steps(): Step[] {
		const steps = [this.#step()];
		while (this.#accept('/')) steps.push(this.#step());
		if (this.#is('//')) this.#fail('unsupported_axis', { axis: '//' });
		return steps;
	}

	#step(): Step {
		const { at } = this.#token;
		if (this.#accept('.')) return { axis: 'self', test: '*', predicates: this.#predicates(), at };
		if (this.#accept('..')) return { axis: 'parent', test: '*', predicates: this.#predicates(), at };
		if (this.#is('@')) this.#fail('unsupported_axis', { axis: '@' });
		let name = this.#name();
		let axis: Axis = 'child';
		if (this.#accept('::')) {
			if (name !== 'child' && name !== 'self' && name !== 'parent') {
				throw new ExpressionError('unsupported_axis', at, { axis: name });
			}
			axis = name;
			name = this.#name();
		}
		if (name === 'node' && this.#accept('(')) {
			this.#expect(')');
			name = '*';
		}
		return { axis, test: name, predicates: this.#predicates(), at };
	}

	#name(): string {
		if (this.#ended()) this.#fail('ends_early');
		if (this.#token.kind !== 'name') this.#fail('unexpected', { token: this.#token.value });
		return this.#take().value;
	}
}

/** Parses an expression's text. Throws `ExpressionError`, which the linker turns into a finding. */
export function parse(source: string): Syntax {
	if (source.length > MAX_EXPRESSION)
		throw new ExpressionError('expression_too_long', 0, { max: MAX_EXPRESSION });
	return new Parser(tokens(source)).whole();
}
