import type { Field } from '../definition/field';
import { choiceFieldName } from '../definition/scope';
import { parse } from '../expression/parser';
import type { FunctionCall, Path, Syntax } from '../expression/syntax';
import { FormFault } from '../fault';
import { ARITIES, nearestFunction } from './arity';
import { patternFault } from './pattern-fault';
import type { Place, Vocabulary } from './place';

/** What the parser could not make sense of, as advice: which of the known mistakes it is. */
function advised(fault: FormFault, source: string): FormFault {
	const { code, params, at = 0 } = fault;
	if (code === 'expression_too_long') return new FormFault(code, { max: 8000 }, 0);
	if (code !== 'unexpected') return fault;
	const { token = '', wanted = '' } = params;
	const before = source.slice(0, at);
	if (source.trim() === '') return new FormFault('empty', {}, 0);
	const axis = /([\p{L}-]+)\s*$/u.exec(before);
	if (token === '::' && axis) return new FormFault('unsupported_axis', { axis: axis[1] ?? '' }, axis.index);
	if (['/', '//', '@'].includes(String(token)) && !wanted)
		return new FormFault('unsupported_axis', { axis: token }, at);
	if (["'", '"', '$'].includes(String(token)))
		return new FormFault('unclosed', { mark: token === '$' ? '}' : token }, at);
	if (wanted) return new FormFault('expected', { mark: wanted }, at);
	return new FormFault(token === '' ? 'ends_early' : 'unexpected', { token }, at);
}

/** Looks for everything in one field's expression that would go wrong, or mean nothing, when it is evaluated. */
class ExpressionCheck {
	constructor(
		private readonly words: Vocabulary,
		private readonly own: Place
	) {}

	part(syntax: Syntax, here: Place): Place {
		switch (syntax.kind) {
			case 'literal':
				return undefined;
			case 'reference':
				return { kind: 'fields', fields: [this.words.field(syntax.name, syntax.at)] };
			case 'binary':
				this.part(syntax.left, here);
				this.part(syntax.right, here);
				return undefined;
			case 'call':
				return this.#call(syntax, here);
			case 'path':
				return this.#path(syntax, here);
		}
	}

	#call(call: FunctionCall, here: Place): Place {
		const { name, args, at } = call;
		const arity = ARITIES.get(name);
		if (!arity) throw new FormFault('unknown_function', { name, near: nearestFunction(name) }, at);
		if (args.length < arity.least || args.length > arity.most)
			throw new FormFault('arity', { name, count: args.length, least: arity.least }, at);
		const found = this.#named(call);
		const places = args.map((arg) => this.part(arg, here));
		return found ?? (name === 'randomize' ? places[0] : undefined);
	}

	/** Functions whose arguments name things of the form. */
	#named({ name, args, at }: FunctionCall): Place {
		const literal = (index: number): string | undefined => {
			const arg = args[index];
			return arg?.kind === 'literal' ? String(arg.value) : undefined;
		};
		if (name === 'current') return this.own;
		if (name === 'instance') return this.words.list(literal(0) ?? '', at);
		if (name === 'regex') {
			const pattern = literal(1);
			const fault = pattern === undefined ? 'pattern_not_literal' : patternFault(pattern);
			if (fault) throw new FormFault(fault, {}, at);
		}
		if (name === 'pulldata')
			for (const column of [1, 2]) this.words.column(literal(0) ?? '', literal(column) ?? '', at);
		if (name === 'jr:choice-name') this.words.field(choiceFieldName(literal(1) ?? ''), at);
		return undefined;
	}

	#path({ from, filters, steps }: Path, here: Place): Place {
		let place = from === 'here' ? here : from === 'top' ? this.#top() : this.part(from, here);
		for (const filter of filters) this.part(filter, place ?? here);
		for (const step of steps) {
			place = this.words.step(place, step);
			for (const filter of step.filters) this.part(filter, place ?? here);
		}
		return place;
	}

	#top(): Place {
		let top = this.own?.kind === 'fields' ? this.own.fields[0] : undefined;
		while (top?.parent) top = top.parent;
		return top && { kind: 'fields', fields: [top] };
	}
}

/**
 * Checks one expression of a field.
 * @param here what `.` stands for
 * @throws {FormFault} for the first thing that is wrong, with the character where it is
 */
export function checkExpression(source: string, words: Vocabulary, field: Field, here?: Place) {
	const own: Place = { kind: 'fields', fields: [field] };
	let syntax: Syntax;
	try {
		syntax = parse(source);
	} catch (fault) {
		throw fault instanceof FormFault ? advised(fault, source) : fault;
	}
	new ExpressionCheck(words, own).part(syntax, here ?? own);
}
