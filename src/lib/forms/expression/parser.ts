import { FormFault } from '../fault';
import { isNameToken, tokens } from './lexer';
import type { Axis, Operator, Path, Step, Syntax } from './syntax';

/** From the weakest to the strongest; a sign before a value stands between the last two. */
const STRENGTHS = ['or', 'and', '= !=', '< <= > >=', '+ -', '* div mod', '', '|'].map((each) =>
	each.split(' ')
);
const SIGN = 7;
/** Deeper than any real expression, far from the end of a phone's stack. */
const MAX_DEPTH = 200;
/** An operator beside others makes the computation deeper too, but with smaller steps. */
const BESIDE = 0.1;
/** Longest expression that is read, in characters. */
const MAX_EXPRESSION = 8000;

const AXES: readonly string[] = ['child', 'self', 'parent'] satisfies Axis[];

/**
 * Parses an expression's text. Where one can stand decides what is an operator and what a name (XPath 1.0 §3.7):
 * `*`, `and`, `or`, `div`, `mod` can be either.
 * @throws {FormFault} with the place and the token that does not fit, empty at the end
 */
export function parse(source: string): Syntax {
	const list = tokens(source);
	let next = 0;
	let depth = 0;

	const peek = (offset = 0) => list[next + offset]?.text ?? '';
	const place = () => list[next]?.at ?? source.length;
	const fail = (code = 'unexpected', wanted = ''): never => {
		throw new FormFault(code, { token: peek(), wanted }, place());
	};
	const accept = (text: string) => peek() === text && Boolean(++next);
	const expect = (text: string) => accept(text) || fail('unexpected', text);
	const take = () => list[next++]?.text ?? '';

	function binary(floor: number): Syntax {
		const outer = depth;
		if (++depth > MAX_DEPTH) fail('expression_too_deep');
		let left: Syntax;
		if (accept('-')) {
			left = { kind: 'binary', operator: '-', left: { kind: 'literal', value: 0 }, right: binary(SIGN) };
		} else left = path();
		for (;;) {
			const strength = STRENGTHS.findIndex((each) => each.includes(peek() || 'nothing')) + 1;
			if (strength <= floor) break;
			if ((depth += BESIDE) > MAX_DEPTH) fail('expression_too_deep');
			left = { kind: 'binary', operator: take() as Operator, left, right: binary(strength) };
		}
		depth = outer;
		return left;
	}

	function path(): Syntax {
		let from: Path['from'] | undefined = accept('/') ? 'top' : primary();
		const chosen = typeof from === 'object' ? filters() : [];
		const steps: Step[] = [];
		if (typeof from !== 'object' || accept('/')) {
			do steps.push(step());
			while (accept('/'));
		} else if (chosen.length === 0) return from;
		from ??= 'here';
		return { kind: 'path', from, filters: chosen, steps };
	}

	function primary(): Syntax | undefined {
		const text = peek();
		const at = place();
		if (accept('(')) {
			const inner = binary(0);
			expect(')');
			return inner;
		}
		if (isNameToken(text) && peek(1) === '(' && text !== 'node') {
			next += 2;
			const args: Syntax[] = [];
			if (accept(')')) return { kind: 'call', name: text, args, at };
			do args.push(binary(0));
			while (accept(','));
			expect(')');
			return { kind: 'call', name: text, args, at };
		}
		const inner = text.slice(1, -1);
		if (/^\.?\d/.test(text)) return { kind: 'literal', value: Number(take()) };
		// A quote or a dollar alone is one that is not closed.
		if (/^["'$]./.test(text)) {
			next++;
			return text.startsWith('$')
				? { kind: 'reference', name: inner.slice(1).trim(), at }
				: { kind: 'literal', value: inner };
		}
		return undefined;
	}

	function filters(): Syntax[] {
		const found: Syntax[] = [];
		while (accept('[')) {
			found.push(binary(0));
			expect(']');
		}
		return found;
	}

	function step(): Step {
		const at = place();
		let axis: Axis = accept('.') ? 'self' : accept('..') ? 'parent' : 'child';
		let test = '*';
		if (axis === 'child') {
			if (AXES.includes(peek()) && peek(1) === '::') {
				axis = take() as Axis;
				next++;
			}
			if (!isNameToken(peek())) fail();
			test = take();
			if (test === 'node' && accept('(')) {
				expect(')');
				test = '*';
			}
		}
		return { axis, test, filters: filters(), at };
	}

	if (source.length > MAX_EXPRESSION) fail('expression_too_long');
	const syntax = binary(0);
	if (peek()) fail();
	return syntax;
}
