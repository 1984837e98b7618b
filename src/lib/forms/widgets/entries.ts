import type { Answer, FormNode, LiveForm } from '../contract';

/** What one entry of a repeat holds, by place: enough to fill another entry alike. */
type Entry = readonly (Answer | Entry | readonly Entry[])[];

const held = (node: FormNode): Entry[number] =>
	node.role === 'repeat'
		? node.children.map(entryOf)
		: node.role === 'question'
			? node.input || node.value
			: entryOf(node);

const entryOf = (node: FormNode): Entry => node.children.map(held);

function fill(form: LiveForm, node: FormNode, entry: Entry): void {
	node.children.forEach((child, place) => {
		const value = entry[place];
		if (child.role === 'question') form.set(child, (value ?? null) as Answer);
		else if (child.role === 'repeat') refill(form, child, value as readonly Entry[]);
		else fill(form, child, value as Entry);
	});
}

function refill(form: LiveForm, repeat: FormNode, entries: readonly Entry[]): void {
	for (const instance of [...repeat.children].reverse()) form.remove(instance);
	// What may not be removed is filled where it stands.
	entries.forEach((entry, index) => {
		const instance = repeat.children[index] ?? form.add(repeat);
		if (instance) fill(form, instance, entry);
	});
}

/** Takes one entry of a repeat away. What it returns puts it back in its place. */
export function removeEntry(form: LiveForm, instance: FormNode, repeat: FormNode): () => void {
	const entries = repeat.children.map(entryOf);
	form.remove(instance);
	return () => refill(form, repeat, entries);
}
