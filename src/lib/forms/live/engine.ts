import type { Answer, FormHost } from '../contract';
import type { ExpressionName, Field, Step } from '../definition/field';
import { trouble } from '../definition/types';
import { nodesAlong, within } from '../definition/reach';
import type { Context, Environment } from '../expression/context';
import { rowsOf } from '../expression/node-functions';
import { shuffle } from '../expression/shuffle';
import { toBoolean, toNumber, words } from '../expression/value';
import { builder } from './build';
import { assess } from './check';
import { hold, subtree, type LiveNode } from './node';
import { calculated, typed } from './typing';

/** Keeps the nodes of one form right: an edit marks what depends on it, and one pass in order computes that. */
export interface Engine {
	/** Holds the data's root, and beside it what is computed for the form itself. */
	readonly top: LiveNode;
	/** What a node's expressions start from. */
	context(node: LiveNode): Context;
	set(node: LiveNode, answer: Answer): void;
	add(list: LiveNode): LiveNode;
	remove(instance: LiveNode): void;
	/** Runs some steps again everywhere: the clock has moved, or the language changed. */
	again(of: 'clock' | 'language'): void;
}

/**
 * @param field the field that holds all
 * @param steps in their order
 * @param environment what expressions may ask, but for where they stand
 */
export function startEngine(
	field: Field,
	steps: readonly Step[],
	host: FormHost,
	environment: Omit<Environment, 'top'>
): Engine {
	const { build, instance } = builder(host);
	const begins = host.answers === undefined;
	const top = build(field, null, { data: host.answers }, begins);
	const env: Environment = { ...environment, top };
	/** By the steps' order: the nodes whose step is to run. */
	const pending: (Set<LiveNode> | undefined)[] = [];
	/** No step before this one waits. */
	let low = 0;

	const context = (node: LiveNode): Context => ({ node, origin: node, position: 1, size: 1, env });

	function mark({ order }: Step, node: LiveNode) {
		(pending[order] ??= new Set()).add(node);
		low = Math.min(low, order);
	}

	/** Marks all of a node's own steps; a repeat's are the list's, not its entries'. */
	function markAll(node: LiveNode, of?: 'clock' | 'language') {
		if (node.role !== 'instance') for (const step of node.field.steps) if (!of || step[of]) mark(step, node);
	}

	/** Marks what depends on a node's value. */
	function changed(node: LiveNode) {
		for (const { step, top: shared, route } of node.field.dependents)
			for (const target of nodesAlong(within(node, shared), route, false)) mark(step, target);
	}

	/** Runs every marked step. A step marks only later ones, so that each runs once. */
	function run() {
		for (; low < steps.length; low++) {
			const nodes = pending[low];
			const step = steps[low];
			if (!nodes || !step) continue;
			pending[low] = undefined;
			for (const node of nodes) compute(step, node);
		}
	}

	function compute({ slot, field: { run: runs } }: Step, node: LiveNode) {
		const { state } = node;
		const value = (name: ExpressionName) => runs[name]?.(context(node)) ?? '';
		if (slot === 'relevant') {
			node.ownRelevant = toBoolean(value(slot));
			inherit(node);
		} else if (slot === 'repeat_count') resize(node, toNumber(value(slot)));
		else if (slot === 'choice_filter') choose(node, context(node));
		else if (slot === 'calculation') write(node, calculated(node.field, value(slot), host.zone));
		else if (slot === 'texts') state.texts++;
		else if (slot === 'read_only') state.readOnly = toBoolean(value(slot));
		else {
			if (slot === 'required') state.required = toBoolean(value(slot));
			if (slot === 'constraint' || state.error?.code === 'required') assess(node, context(node));
		}
	}

	/** Gives a node a value, as it was read; dependents are marked, not yet computed. */
	function write(node: LiveNode, read: Parameters<typeof hold>[1], answer?: Answer) {
		const { raw } = node;
		hold(node, read, answer);
		if (raw !== node.raw) changed(node);
	}

	function inherit(node: LiveNode) {
		const relevant = node.ownRelevant && (node.owner?.isRelevant ?? true);
		if (relevant === node.isRelevant) return;
		node.isRelevant = node.state.relevant = relevant;
		changed(node);
		if (node.misread || node.state.error) assess(node, context(node));
		node.kids.forEach(inherit);
	}

	/** What the filter lets through; a chosen one that no longer fits is cleared, and that is told. */
	function choose(node: LiveNode, here: Context) {
		const { state, raw } = node;
		const { choices, item, run: runs } = node.field;
		const { choice_filter: filter, seed } = runs;
		const rows = filter ? rowsOf(env.list(item.list ?? '')) : [];
		let list = choices.filter((_choice, index) => {
			const row = rows[index];
			// The further choice of `or_other` is no row of the list: it is always open.
			const fits = !filter || !row || filter({ ...here, node: row, position: index + 1, size: rows.length });
			return toBoolean(fits);
		});
		if (seed) list = shuffle(list, env.random, toNumber(seed(here)));
		node.list = list;
		state.shape++;
		const open = new Set(list);
		const closed = new Set(choices.flatMap((choice) => (open.has(choice) ? [] : choice.name)));
		const fitting = words(raw).filter((name) => !closed.has(name));
		if (fitting.join(' ') === raw) return;
		write(node, fitting.join(' '));
		state.notice = trouble('choice_cleared');
	}

	function resize(list: LiveNode, wanted: number) {
		const count = Math.min(Math.trunc(wanted) || 0, list.most);
		for (let last = list.kids.at(-1); last && list.kids.length > count; last = list.kids.at(-1)) {
			detach(last, list);
			list.parked.push(last);
		}
		while (list.kids.length < count) attach(list, list.parked.pop() ?? instance(list));
	}

	function attach(list: LiveNode, entry: LiveNode) {
		list.kids.push(entry);
		reshaped(list, entry);
		for (const each of subtree(entry)) markAll(each);
		inherit(entry);
	}

	function detach(entry: LiveNode, list: LiveNode) {
		list.kids.splice(list.kids.indexOf(entry), 1);
		reshaped(list, entry);
	}

	function reshaped(list: LiveNode, entry: LiveNode) {
		list.state.shape++;
		changed(list);
		for (const each of subtree(entry)) changed(each);
	}

	/** Computes all of a new part of the form, then what its computed defaults bring with them. */
	function begin(part: LiveNode, fresh: boolean) {
		for (const each of subtree(part)) markAll(each);
		run();
		for (const each of subtree(part)) {
			const { default: compute } = each.field.run;
			if (fresh && compute && each.raw === '' && each.role === 'question')
				write(each, calculated(each.field, compute(context(each)), host.zone));
		}
		run();
		for (const each of subtree(part)) if (each.misread) assess(each, context(each));
	}

	begin(top, begins);
	return {
		top,
		context,
		set(node, answer) {
			write(node, typed(node.field, answer, host.zone, false), answer);
			node.state.notice = null;
			run();
			assess(node, context(node));
		},
		add(list) {
			const entry = instance(list);
			attach(list, entry);
			begin(entry, true);
			return entry;
		},
		remove(entry) {
			if (entry.owner) detach(entry, entry.owner);
			run();
		},
		again(of) {
			for (const node of subtree(top)) markAll(node, of);
			run();
		}
	};
}
