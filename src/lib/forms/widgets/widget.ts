import type { Locale } from '../../paraglide/runtime';
import type { Answer, FormNode, LiveForm } from '../contract';

/** What every widget gets. */
export interface WidgetProps {
	readonly form: LiveForm;
	readonly node: FormNode;
	readonly locale: Locale;
	/** Sets the answer and tells the view's owner. */
	readonly answer: (value: Answer) => void;
}

export const domId = (node: FormNode): string => `form-${node.id}`;

/** Ids of the texts that belong to a question, for `aria-describedby`; absent ones are left out. */
export function describedBy(form: LiveForm, node: FormNode, locale: string): string {
	const id = domId(node);
	const parts = [form.text(node, 'hint', locale) ? `${id}-hint` : '', `${id}-told`];
	return parts.filter(Boolean).join(' ');
}
