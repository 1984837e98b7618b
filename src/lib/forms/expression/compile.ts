import type { Field } from '../definition/field';
import type { Scope } from '../definition/scope';
import { FormFault } from '../fault';
import type { Compiled, Context, Run } from './context';
import { functionNamed } from './functions';
import { patternTest } from './pattern';
import { ARITHMETIC, OPERATORS } from './operators';
import type { FunctionCall, Path, Step, Syntax } from './syntax';
import { toBoolean, toNodes, toText, type ExpressionNode, type NodeSet } from './value';

/** With the fields that its result stands for; undefined where it is a plain value or a row of a list. */
interface Part extends Compiled {
	readonly fields?: readonly Field[] | undefined;
}

const filtered = (nodes: NodeSet, predicates: readonly Run[], context: Context): NodeSet =>
	predicates.reduce<NodeSet>(
		(candidates, predicate) =>
			candidates.filter((node, index) => {
				const position = index + 1;
				const value = predicate({ ...context, node, position, size: candidates.length });
				return typeof value === 'number' ? value === position : toBoolean(value);
			}),
		nodes
	);

function along(node: ExpressionNode, { axis, test }: Step): NodeSet {
	if (axis === 'child') return node.named(test);
	const target = axis === 'self' ? node : node.parent;
	return target && (test === '*' || target.name === test) ? [target] : [];
}

/** The fields that a step leads to; which name leads nowhere, the publish check tells. */
function fieldsAlong(fields: readonly Field[], { axis, test }: Step): readonly Field[] {
	if (axis === 'self') return fields;
	if (axis === 'parent') return fields.flatMap((field) => field.parent ?? []);
	return fields.flatMap((field) =>
		field.children.filter((child) => child.name && (test === '*' || child.name === test))
	);
}

/**
 * Compiles an expression to closures: no `eval`, so it runs under the strict content security policy. The scope
 * learns what the result depends on.
 * @param here the fields that `.` stands for; undefined within a list
 * @throws {FormFault} for a name or function that is not there, and a dangerous pattern
 */
export function compile(syntax: Syntax, scope: Scope, here: readonly Field[] | undefined): Compiled {
	const own = [scope.field];

	function part(each: Syntax, around: readonly Field[] | undefined, whole = false): Part {
		switch (each.kind) {
			case 'literal':
				return { run: () => each.value, numeric: typeof each.value === 'number' };
			case 'reference': {
				const { target, run } = scope.reference(each.name, each.at, whole);
				return { run, fields: [target] };
			}
			case 'binary': {
				const { operator } = each;
				const left = part(each.left, around);
				const right = part(each.right, around);
				const compute = OPERATORS[operator];
				const fields = operator === '|' ? [...(left.fields ?? []), ...(right.fields ?? [])] : undefined;
				return { run: (c) => compute(left.run(c), right.run(c)), numeric: operator in ARITHMETIC, fields };
			}
			case 'call':
				return call(each, around);
			case 'path':
				return path(each, around);
		}
	}

	function call({ name, args, at }: FunctionCall, around: readonly Field[] | undefined): Part {
		// indexed-repeat() chooses among all instances: of the field, and of each repeat.
		const indexed = name === 'indexed-repeat';
		const parts = args.map((arg, index) => part(arg, around, indexed && (index === 0 || index % 2 === 1)));
		const [first, second, third] = parts;
		const runs = parts.map((each) => each.run);
		if (name === 'once' || name === 'current') scope.reads(own);
		if (name === 'today' || name === 'now') scope.clock = true;
		if (name === 'jr:choice-name') scope.language = true;
		if (name === 'if' && first && second && third) {
			const run: Run = (c) => (toBoolean(first.run(c)) ? second : third).run(c);
			return { run, numeric: second.numeric && third.numeric };
		}
		const [, pattern] = args;
		if (name === 'regex' && first && pattern?.kind === 'literal') {
			const test = patternTest(String(pattern.value));
			if (test) return { run: (c) => test(toText(first.run(c))) };
		}
		if (name === 'once' && first) return { run: (c) => c.origin.raw || first.run(c), numeric: first.numeric };
		if (name === 'coalesce') {
			const run: Run = (c) => {
				for (const each of runs) {
					const value = each(c);
					if (toText(value) !== '') return value;
				}
				return '';
			};
			return { run, numeric: parts.every((each) => each.numeric) };
		}
		const found = functionNamed(name);
		if (!found) throw new FormFault('unknown_function', { name, near: '' }, at);
		const fields = name === 'current' ? own : name === 'randomize' ? first?.fields : undefined;
		return { run: (c) => found.call(c, ...runs.map((run) => run(c))), numeric: found.numeric, fields };
	}

	function path(each: Path, around: readonly Field[] | undefined): Part {
		const { from } = each;
		const base = typeof from === 'string' ? undefined : part(from, around);
		let fields = base ? base.fields : from === 'top' ? [scope.top] : around;
		const compiled = (list: readonly Syntax[]) => list.map((filter) => part(filter, fields).run);
		const baseFilters = compiled(each.filters);
		const steps = each.steps.map((step) => {
			fields &&= fieldsAlong(fields, step);
			return { step, filters: compiled(step.filters) };
		});
		scope.reads(fields);
		const run: Run = (c) => {
			const start = base ? toNodes(base.run(c)) : [from === 'top' ? c.env.top : c.node];
			return steps.reduce<NodeSet>(
				(nodes, { step, filters: chosen }) => {
					const found = nodes.flatMap((node) => filtered(along(node, step), chosen, c));
					return step.axis === 'child' ? found : [...new Set(found)];
				},
				filtered(start, baseFilters, c)
			);
		};
		return { run, fields };
	}

	return part(syntax, here);
}
