import type { Tally } from '../contract';
import { words } from '../expression/value';
import { subtree, type LiveNode } from './node';

interface Worth {
	/** Undefined when the answer does not count: nothing chosen, or "not applicable". */
	readonly points: number | undefined;
	readonly best: number;
	readonly veto: boolean;
}

function worth(node: LiveNode): Worth | undefined {
	const { choices, item } = node.field;
	const scores = choices.flatMap((choice) => (choice.score === undefined ? [] : [choice.score]));
	const vetoes = choices.some((choice) => choice.veto);
	if (scores.length === 0 && !vetoes && !item.veto) return undefined;
	const names = new Set(words(node.raw));
	const chosen = choices.filter((choice) => names.has(choice.name));
	const counted = chosen.flatMap((choice) => (choice.score === undefined ? [] : [choice.score]));
	const points = counted.length > 0 ? counted.reduce((sum, each) => sum + each, 0) : undefined;
	const several = item.type === 'select_multiple';
	const best = several ? scores.reduce((sum, each) => sum + Math.max(each, 0), 0) : Math.max(0, ...scores);
	const failed = item.veto === true && points !== undefined && points <= 0;
	return { points, best, veto: failed || chosen.some((choice) => choice.veto) };
}

/** Adds up what the relevant answers are worth. Never stored (N6): computed whenever it is shown. */
export function tally(root: LiveNode): Tally {
	let points = 0;
	let possible = 0;
	let total = 0;
	const vetoes: string[] = [];
	for (const node of subtree(root)) {
		// Reading the reactive value makes a view that shows the tally follow the answers.
		void node.state.value;
		const found = node.role === 'question' && node.relevant ? worth(node) : undefined;
		if (!found) continue;
		const weight = node.item.score ?? 1;
		total += weight * found.best;
		if (found.veto) vetoes.push(node.path);
		if (found.points === undefined) continue;
		points += weight * found.points;
		possible += weight * found.best;
	}
	return { points, possible, total, vetoes };
}
