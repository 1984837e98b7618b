import type { Answer, Answers, FormHost } from '../contract';
import { isDynamic, type Plan } from '../definition/link';
import type { Field, Step } from '../definition/field';
import { nodesAlong, within } from '../definition/reach';
import type { Context, Environment } from '../expression/context';
import { shuffle } from '../expression/shuffle';
import { toBoolean, toNumber, words, type ExpressionNode } from '../expression/value';
import { assess } from './check';
import { emptyState, LiveNode, subtree } from './node';
import { calculated, typed } from './typing';

const isAnswers = (value: unknown): value is Answers =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (answers: Answers | undefined, name: string): Answers[string] | undefined =>
	answers && Object.hasOwn(answers, name) ? answers[name] : undefined;

export interface EngineParts {
	readonly plan: Plan;
	readonly fields: readonly Field[];
	readonly host: FormHost;
	readonly environment: (root: () => LiveNode) => Environment;
	/** Rows of a field's list, for its choice filter. */
	readonly rows: (field: Field) => readonly ExpressionNode[];
	/** The value that a new form begins with: a literal default or a prefill. */
	readonly initial: (field: Field) => Answer;
}

/** Keeps the nodes of one form right: an edit marks what depends on it, and one pass in order computes that. */
export class Engine {
	readonly root: LiveNode;
	readonly env: Environment;
	/** By the steps' order: the nodes whose step is to run. */
	readonly #pending: (Set<LiveNode> | undefined)[] = [];
	#low = Infinity;
	#ids = 0;
	readonly #dynamic: Field[];

	constructor(private readonly parts: EngineParts) {
		const { fields, host } = parts;
		const [rootField] = fields;
		if (!rootField) throw new Error('a form has a root');
		this.#dynamic = fields.filter((field) => field.expressions.default);
		this.root = this.#build(rootField, null, host.answers, host.answers === undefined);
		this.env = parts.environment(() => this.root);
		this.#begin(this.root, host.answers === undefined);
	}

	context(node: LiveNode): Context {
		return { node, origin: node, position: 1, size: 1, env: this.env };
	}

	#node(field: Field, role: LiveNode['role'], owner: LiveNode | null): LiveNode {
		return new LiveNode(`f${this.#ids++}`, field, role, owner, this.parts.host.state(emptyState()));
	}

	#build(
		field: Field,
		owner: LiveNode | null,
		answer: Answers[string] | undefined,
		fresh: boolean
	): LiveNode {
		if (field.kind === 'repeat') return this.#buildRepeat(field, owner, answer, fresh);
		const node = this.#node(field, field.container ? 'group' : 'question', owner);
		if (field.container) this.#buildChildren(node, isAnswers(answer) ? answer : undefined, fresh);
		else if (fresh || field.item.prefill !== undefined || answer !== undefined) {
			const initial = answer === undefined && !field.silent ? this.parts.initial(field) : answer;
			if (!isAnswers(initial)) this.#restore(node, initial as Answer);
		}
		return node;
	}

	#buildChildren(node: LiveNode, answers: Answers | undefined, fresh: boolean) {
		for (const child of node.field.children) {
			node.kids.push(this.#build(child, node, own(answers, child.name), fresh));
		}
	}

	#buildRepeat(
		field: Field,
		owner: LiveNode | null,
		answer: Answers[string] | undefined,
		fresh: boolean
	): LiveNode {
		const list = this.#node(field, 'repeat', owner);
		const given = Array.isArray(answer) ? answer.filter(isAnswers).slice(0, list.most) : [];
		for (const each of given) list.kids.push(this.#instance(list, each, false));
		if (fresh && !field.run('repeat_count')) {
			const count = Math.max(field.item.initial ?? 1, field.item.min ?? 0);
			while (list.kids.length < Math.min(count, list.most))
				list.kids.push(this.#instance(list, undefined, true));
		}
		return list;
	}

	#instance(list: LiveNode, answers: Answers | undefined, fresh: boolean): LiveNode {
		const node = this.#node(list.field, 'instance', list);
		this.#buildChildren(node, answers, fresh);
		return node;
	}

	/** Takes a stored answer; what an older or newer program wrote is kept even where it is not known. */
	#restore(node: LiveNode, answer: Answer) {
		const { raw, trouble } = typed(node.field, answer, this.parts.host.zone, true);
		node.raw = raw;
		node.misread = trouble ?? null;
		node.state.value = raw;
		node.state.input = trouble ? String(answer ?? '') : raw;
	}

	/** Computes all of a new part of the form, then what its computed defaults bring with them. */
	#begin(node: LiveNode, fresh: boolean) {
		for (const each of subtree(node)) if (each.role !== 'instance') this.#markAll(each);
		this.#run();
		if (fresh && this.#dynamic.length > 0) {
			for (const each of subtree(node)) {
				const run = each.raw === '' ? each.field.run('default') : undefined;
				if (run) this.write(each, calculated(each.field, run(this.context(each)), this.env.zone));
			}
			this.#run();
		}
		for (const each of subtree(node)) if (each.misread) assess(each, this.context(each));
	}

	#markAll(node: LiveNode) {
		for (const step of node.field.steps) this.#mark(step, node);
	}

	#mark(step: Step, node: LiveNode) {
		const { order } = step;
		(this.#pending[order] ??= new Set()).add(node);
		if (order < this.#low) this.#low = order;
	}

	/** Marks what depends on a node's value. */
	#changed(node: LiveNode) {
		for (const { step, top, route } of node.field.dependents) {
			const targets = nodesAlong(within(node, top), route, false) as LiveNode[];
			for (const target of targets) this.#mark(step, target);
		}
	}

	/** Runs every marked step. A step marks only later ones, so that each runs once. */
	#run() {
		for (let order = this.#low; order < this.#pending.length; order++) {
			const nodes = this.#pending[order];
			const step = nodes && this.parts.plan.steps[order];
			if (!step) continue;
			this.#pending[order] = undefined;
			for (const node of nodes) this.#step(step, node);
		}
		this.#pending.length = 0;
		this.#low = Infinity;
	}

	#step({ slot, field }: Step, node: LiveNode) {
		const { state } = node;
		const holds = (name: Parameters<Field['run']>[0]) =>
			toBoolean(field.run(name)?.(this.context(node)) ?? false);
		switch (slot) {
			case 'relevant':
				node.ownRelevant = holds('relevant');
				this.#inherit(node);
				break;
			case 'repeat_count':
				this.#resize(node, toNumber(field.run('repeat_count')?.(this.context(node)) ?? 0));
				break;
			case 'choices':
				this.#choose(node);
				break;
			case 'calculation': {
				const value = field.run('calculation')?.(this.context(node)) ?? '';
				this.write(node, calculated(field, value, this.env.zone));
				break;
			}
			case 'required': {
				state.required = holds('required');
				if (state.error?.code === 'required') assess(node, this.context(node));
				break;
			}
			case 'read_only':
				state.readOnly = holds('read_only');
				break;
			case 'check':
				assess(node, this.context(node));
				break;
			case 'texts':
				state.texts++;
				break;
			case 'flag':
				this.write(node, holds('when') ? 'true' : '');
		}
	}

	/** Gives a node a canonical value; dependents are marked, not yet computed. */
	write(node: LiveNode, raw: string) {
		if (raw === node.raw && !node.misread) return;
		node.raw = raw;
		node.misread = null;
		node.state.value = raw;
		node.state.input = raw;
		this.#changed(node);
	}

	#inherit(node: LiveNode) {
		const relevant = node.ownRelevant && (node.owner?.isRelevant ?? true);
		if (relevant === node.isRelevant) return;
		node.isRelevant = relevant;
		node.state.relevant = relevant;
		this.#changed(node);
		if (node.misread || node.state.error) assess(node, this.context(node));
		for (const kid of node.kids) this.#inherit(kid);
	}

	/** What the filter lets through; a chosen one that no longer fits is cleared, and that is told. */
	#choose(node: LiveNode) {
		const { field, state } = node;
		const context = this.context(node);
		const filter = field.run('choice_filter');
		const rows = this.parts.rows(field);
		let list = filter
			? field.choices.filter((_choice, index) => {
					const row = rows[index];
					return row && toBoolean(filter({ ...context, node: row, position: index + 1, size: rows.length }));
				})
			: field.choices;
		const seed = field.run('seed');
		if (seed) list = shuffle(list, () => this.env.random(), toNumber(seed(context)));
		if (list.length === node.list.length && list.every((choice, index) => choice === node.list[index]))
			return;
		node.list = list;
		state.shape++;
		const open = new Set(list.map((choice) => choice.name));
		const known = new Set(field.choices.map((choice) => choice.name));
		const fitting = words(node.raw).filter((name) => open.has(name) || !known.has(name));
		if (fitting.join(' ') === node.raw) return;
		this.write(node, fitting.join(' '));
		state.notice = { code: 'choice_cleared', params: {} };
	}

	#resize(list: LiveNode, wanted: number) {
		const count = Math.min(Math.max(Math.trunc(wanted) || 0, 0), list.most);
		while (list.kids.length > count) {
			const last = list.kids.at(-1);
			if (last) this.#detach(last);
			if (last) list.parked.push(last);
		}
		while (list.kids.length < count)
			this.#attach(list, list.parked.pop() ?? this.#instance(list, undefined, true));
	}

	#attach(list: LiveNode, instance: LiveNode) {
		list.kids.push(instance);
		list.state.shape++;
		this.#changed(list);
		for (const each of subtree(instance)) {
			if (each.role !== 'instance') this.#markAll(each);
			this.#changed(each);
		}
		this.#inherit(instance);
	}

	#detach(instance: LiveNode) {
		const list = instance.owner;
		if (!list) return;
		list.kids.splice(list.kids.indexOf(instance), 1);
		list.state.shape++;
		this.#changed(list);
		for (const each of subtree(instance)) this.#changed(each);
	}

	set(node: LiveNode, answer: Answer) {
		const { raw, trouble } = typed(node.field, answer, this.env.zone);
		this.write(node, raw);
		node.misread = trouble ?? null;
		node.state.input = trouble ? String(answer ?? '') : raw;
		node.state.notice = null;
		this.#run();
		assess(node, this.context(node));
	}

	add(list: LiveNode): LiveNode {
		const instance = this.#instance(list, undefined, true);
		this.#attach(list, instance);
		this.#begin(instance, true);
		return instance;
	}

	remove(instance: LiveNode) {
		this.#detach(instance);
		this.#run();
	}

	/** Runs these steps again everywhere: the clock has moved, or the language changed. */
	again(steps: readonly Step[]) {
		const nodes = [...subtree(this.root)];
		for (const step of steps) {
			for (const node of nodes)
				if (node.field === step.field && node.role !== 'instance') this.#mark(step, node);
		}
		this.#run();
	}
}

/** A definition's literal default; computed ones are evaluated once the form stands. */
export const literalDefault = (field: Field): Answer => {
	const { default: value } = field.item;
	return value === undefined || isDynamic(value) ? null : value;
};
