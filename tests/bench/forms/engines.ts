import { createInstance, type AnyNode } from '@getodk/xforms-engine';
import { loadForm } from '../../../src/lib/forms/load';
import { toXForm } from '../../../src/lib/forms/oracle/xform';
import { longForm } from './definition';

/** Milliseconds until a form can be filled, and of each edit. */
interface Run {
	readonly ready: number;
	readonly edits: readonly number[];
}
const host = { state: <T>(object: T) => object, now: Date.now, zone: 'Asia/Shanghai', seed: 7 };
/** Answers that change what is relevant and what is added up. */
const ANSWERS = ['1', '5', '120', '2', '80'];

/** Another answer than the question has: the same again would cost nothing. */
const answerOf = (edit: number, questions: number) =>
	ANSWERS[(edit + Math.floor(edit / questions)) % ANSWERS.length] ?? '';

function timed(edit: () => void): number {
	const start = performance.now();
	edit();
	return performance.now() - start;
}

function ours(questions: number, edits: number): Run {
	const definition = JSON.stringify(longForm(questions));
	const start = performance.now();
	const loaded = loadForm(JSON.parse(definition));
	if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
	const form = loaded.form.begin(host);
	const ready = performance.now() - start;
	const nodes = Array.from({ length: questions / 4 }, (_, index) => form.node(`q${index * 4}`));
	const spent = Array.from({ length: edits }, (_, edit) => {
		const node = nodes[edit % nodes.length];
		if (!node) throw new Error('no question');
		return timed(() => form.set(node, answerOf(edit, nodes.length)));
	});
	return { ready, edits: spent };
}

function find(node: AnyNode, wanted: ReadonlySet<string>, found: AnyNode[] = []): AnyNode[] {
	const name = String(node.currentState.reference).split('/').at(-1) ?? '';
	if (wanted.has(name)) found.push(node);
	for (const child of node.currentState.children ?? []) find(child as AnyNode, wanted, found);
	return found;
}

async function odk(questions: number, edits: number): Promise<Run> {
	const xml = toXForm(longForm(questions));
	const start = performance.now();
	const { root } = await createInstance(xml);
	const ready = performance.now() - start;
	const names = new Set(Array.from({ length: questions / 4 }, (_, index) => `q${index * 4}`));
	const nodes = find(root, names);
	const spent = Array.from({ length: edits }, (_, edit) => {
		const node = nodes[edit % nodes.length];
		if (node?.nodeType !== 'input') throw new Error('no question');
		return timed(() => node.setValue(answerOf(edit, nodes.length)));
	});
	return { ready, edits: spent };
}

Object.assign(globalThis, { bench: { ours, odk } });
