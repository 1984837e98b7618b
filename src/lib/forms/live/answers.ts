import type { Answers } from '../contract';
import type { LiveNode } from './node';
import { answerOf } from './typing';

/**
 * The answers below a node by name; what is empty is left out, and empty groups with it.
 * @param end what `meta` items of kind `end` hold. Without it the answers are a draft's: also what is not relevant
 *   now, and inputs that could not be read, because a draft loses nothing.
 */
export function answersOf(node: LiveNode, end?: string): Answers {
	const draft = end === undefined;
	const found: Answers = {};
	for (const kid of node.kids) {
		const { item, raw, name, role } = kid;
		if ((!draft && !kid.isRelevant) || item.type === 'note') continue;
		let value: Answers[string] | undefined = raw && answerOf(kid.field, raw);
		// A repeat keeps its empty entries: their number is an answer, and a draft must come back with them.
		if (role === 'repeat') value = kid.kids.map((each) => answersOf(each, end));
		else if (role === 'group') value = answersOf(kid, end);
		else if (item.meta === 'end') value = end;
		else if (draft && kid.misread) value = kid.state.input;
		const empty = typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : value === '';
		if (!empty && value !== undefined) found[name] = value;
	}
	return found;
}
