import type { Answers } from '../contract';
import type { LiveNode } from './node';
import { answerOf } from './typing';

interface Wanted {
	/** Also what is not relevant now, and inputs that could not be read: a draft loses nothing. */
	readonly draft: boolean;
	/** For `meta` items of kind `end`. */
	readonly end: string;
}

function answer(node: LiveNode, { draft, end }: Wanted): Answers[string] | undefined {
	if (node.item.type === 'note') return undefined;
	if (node.item.meta === 'end') return draft ? undefined : end;
	if (draft && node.misread) return node.state.input;
	return node.raw === '' ? undefined : answerOf(node.field, node.raw);
}

/** The answers below a node by name; what is empty is left out, and empty groups and repeats with it. */
export function answersOf(node: LiveNode, wanted: Wanted): Answers {
	const found: Answers = {};
	for (const kid of node.kids) {
		if (kid.field.silent || !(wanted.draft || kid.isRelevant)) continue;
		if (kid.role === 'repeat') {
			// A repeat keeps its empty entries: their number is an answer, and a draft must come back with them.
			if (kid.kids.length > 0) found[kid.name] = kid.kids.map((each) => answersOf(each, wanted));
		} else if (kid.role === 'group') {
			const inner = answersOf(kid, wanted);
			if (Object.keys(inner).length > 0) found[kid.name] = inner;
		} else {
			const value = answer(kid, wanted);
			if (value !== undefined) found[kid.name] = value;
		}
	}
	return found;
}
