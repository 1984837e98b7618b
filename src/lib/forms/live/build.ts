import type { Answer, Answers, FormHost } from '../contract';
import type { Field } from '../definition/field';
import { isPlain } from '../definition/shape';
import { initialAnswer } from './initial';
import { emptyState, hold, LiveNode } from './node';
import { typed } from './typing';

const isAnswers = isPlain as (value: unknown) => value is Answers;

/** Makes the nodes of one live form, with the answers that they begin with; nothing is computed yet. */
export function builder(host: FormHost) {
	let ids = 0;

	const newNode = (field: Field, role: LiveNode['role'], owner: LiveNode | null) =>
		new LiveNode({ id: `f${ids++}`, field, role, owner, state: host.state(emptyState()) });

	function inside(node: LiveNode, answers: unknown, fresh: boolean): LiveNode {
		for (const child of node.field.children) {
			const known = isAnswers(answers) && Object.hasOwn(answers, child.name);
			node.kids.push(build(child, node, known ? answers[child.name] : undefined, fresh));
		}
		return node;
	}

	/** A new entry of a repeat. */
	const instance = (list: LiveNode, answers?: Answers, fresh = true): LiveNode =>
		inside(newNode(list.field, 'instance', list), answers, fresh);

	/** @param fresh where there is no answer, with defaults and prefill */
	function build(field: Field, owner: LiveNode | null, answer: unknown, fresh: boolean): LiveNode {
		const { item, repeats, container, run } = field;
		if (repeats) {
			const list = newNode(field, 'repeat', owner);
			const given = Array.isArray(answer) ? answer.filter(isAnswers) : [];
			const wanted = fresh && !run.repeat_count ? Math.max(item.initial ?? 1, item.min ?? 0) : given.length;
			for (let index = 0; index < Math.min(wanted, list.most); index++)
				list.kids.push(instance(list, given[index], fresh));
			return list;
		}
		if (container) return inside(newNode(field, 'group', owner), answer, fresh);
		const node = newNode(field, 'question', owner);
		const begins = answer === undefined && (fresh || item.prefill !== undefined);
		const initial = begins ? initialAnswer(field, host) : (answer as Answer);
		// An older program must not lose what a newer one wrote: a choice that the list does not have is kept.
		if (!isAnswers(initial)) hold(node, typed(field, initial, host.zone, true), initial);
		return node;
	}

	return { build, instance };
}
