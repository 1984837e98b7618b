import type { FormNode, LiveForm, Tally } from '../contract';
import type { Choice } from '../definition/definition';

interface Worth {
	/** Undefined when the answer does not count: nothing chosen, or "not applicable". */
	readonly points: number | undefined;
	readonly best: number;
	readonly veto: boolean;
}

function worth({ item, values }: FormNode, choices: readonly Choice[]): Worth | undefined {
	const scores = choices.flatMap((choice) => choice.score ?? []);
	const vetoes = choices.some((choice) => choice.veto);
	if (scores.length === 0 && !vetoes && !item.veto) return undefined;
	const chosen = choices.filter((choice) => values.includes(choice.name));
	const counted = chosen.flatMap((choice) => choice.score ?? []);
	const points = counted.length > 0 ? counted.reduce((sum, each) => sum + each, 0) : undefined;
	const several = item.type === 'select_multiple';
	const best = several ? scores.reduce((sum, each) => sum + Math.max(each, 0), 0) : Math.max(0, ...scores);
	const failed = item.veto === true && points !== undefined && points <= 0;
	return { points, best, veto: failed || chosen.some((choice) => choice.veto) };
}

function* relevant(node: FormNode): Generator<FormNode> {
	if (!node.relevant) return;
	yield node;
	for (const child of node.children) yield* relevant(child);
}

/** Adds up what the relevant answers are worth. Never stored (N6): computed whenever it is shown. */
export function tally({ root, definition: { choices = {} } }: LiveForm): Tally {
	let points = 0;
	let possible = 0;
	let total = 0;
	const vetoes: string[] = [];
	for (const node of relevant(root)) {
		const found = node.role === 'question' ? worth(node, choices[node.item.list ?? ''] ?? []) : undefined;
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
