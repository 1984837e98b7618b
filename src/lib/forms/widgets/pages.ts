import type { FormNode, LiveForm } from '../contract';

/** One screenful of a form: a group, or questions that stand between groups. */
export interface FormPage {
	/** Id of its first part. */
	readonly id: string;
	readonly title: FormNode | undefined;
	readonly nodes: readonly FormNode[];
}

const UNSEEN: ReadonlySet<string> = new Set(['calculate', 'hidden', 'meta']);

/** Whether somebody sees anything of a part now. */
export function isShown(node: FormNode): boolean {
	if (!node.relevant) return false;
	if (node.role === 'question') return !UNSEEN.has(node.item.type);
	if (node.role === 'repeat') return true;
	return node.children.some(isShown);
}

/** The pages of a form as it stands now; one, unless its settings ask for pages. */
export function pagesOf(form: LiveForm): FormPage[] {
	const shown = form.root.children.filter(isShown);
	const [first] = shown;
	if (!first) return [];
	if (form.definition.settings?.style !== 'pages') return [{ id: first.id, title: undefined, nodes: shown }];
	const pages: { id: string; title: FormNode | undefined; nodes: FormNode[] }[] = [];
	for (const node of shown) {
		const last = pages.at(-1);
		if (node.role === 'group') pages.push({ id: node.id, title: node, nodes: [...node.children] });
		else if (last && !last.title) last.nodes.push(node);
		else pages.push({ id: node.id, title: undefined, nodes: [node] });
	}
	return pages;
}

/** Every question that is shown below a part, in order; of a repeat, those of its entries. */
export function* questionsIn(nodes: readonly FormNode[]): Generator<FormNode> {
	for (const node of nodes) {
		if (!isShown(node)) continue;
		if (node.role === 'question') yield node;
		else yield* questionsIn(node.children);
	}
}

/** Whether a part is this node or stands above it. */
export function holds(node: FormNode, wanted: FormNode): boolean {
	return node.id === wanted.id || node.children.some((child) => holds(child, wanted));
}
