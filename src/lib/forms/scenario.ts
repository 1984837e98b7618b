import type { Answers, FormHost, LiveForm } from './contract';
import type { FormDefinition, Item } from './definition/definition';
import { loadForm } from './load';

/** Half past nine in the morning of 21 November 2026 in Shanghai: the fixed clock of the form tests. */
export const MORNING = Date.UTC(2026, 10, 21, 1, 30);

export const host = (more: Partial<FormHost> = {}): FormHost => ({
	state: (object) => object,
	now: () => MORNING,
	zone: 'Asia/Shanghai',
	seed: 7,
	...more
});

/** A definition around some questions, for tests. */
export const definitionOf = (
	survey: readonly Item[],
	more: Partial<FormDefinition> = {}
): FormDefinition => ({
	schema: 'form/1',
	id: 'trial',
	version: '2026112101',
	title: { zh: '试', en: 'Trial' },
	languages: ['zh', 'en'],
	survey,
	...more
});

/** Begins a form of a definition that is expected to be right. */
export function begin(definition: unknown, more: Partial<FormHost> = {}): LiveForm {
	const loaded = loadForm(definition);
	if (!loaded.ok) throw new Error(loaded.findings.map(({ path, code }) => `${path} ${code}`).join('; '));
	return loaded.form.begin(host(more));
}

/** Answers questions by path or name; a missing one fails the test. */
export function fill(form: LiveForm, answers: Answers) {
	for (const [path, answer] of Object.entries(answers)) {
		const node = form.node(path);
		if (!node) throw new Error(`no question ${path}`);
		form.set(node, answer as string);
	}
}
