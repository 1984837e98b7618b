import type { FormDefinition, Item } from './definition';
import { isName, isPlain, misfit } from './shape';
import { typeRules } from './types';

/** Deeper than any sheet is drawn, far from the end of a phone's stack. */
export const MAX_GROUPS = 32;
export const MAX_ITEMS = 5000;

/** The properties of a choice that the engine reads; the others are the form's own. */
export const CHOICE_PROPERTIES = ['name', 'label', 'score', 'veto'] as const;

/** Whether every property holds what it must. */
const fits = (object: object, names: readonly string[] = Object.keys(object)) =>
	names.every((name) => !misfit(name, (object as Record<string, unknown>)[name]));

/**
 * Whether a definition's structure is such that the engine can run it. What is wrong with one that is not, and what
 * is merely unwise, the publish check tells.
 */
export function isRunnable(value: unknown): value is FormDefinition {
	let items = 0;

	function survey(children: readonly Item[], lists: object, depth: number): boolean {
		items += children.length;
		const names = new Set(children.map((item) => item.name));
		return (
			depth <= MAX_GROUPS &&
			items <= MAX_ITEMS &&
			names.size === children.length &&
			children.every((item) => {
				if (!fits(item) || !fits(item.normal ?? {}) || !isName(item.name)) return false;
				const { type, list, children: inner = [] } = item;
				if (type === 'group' || type === 'repeat') return survey(inner, lists, depth + 1);
				const rules = typeRules(type);
				const complete = rules && (!rules.needs || item[rules.needs] !== undefined);
				return complete && inner.length === 0 && (list === undefined || Object.hasOwn(lists, list));
			})
		);
	}

	if (!isPlain(value) || value.schema !== 'form/1' || !fits(value)) return false;
	const {
		title,
		languages,
		survey: children,
		settings = {},
		choices = {},
		flags = []
	} = value as unknown as FormDefinition;
	return (
		title !== undefined &&
		languages !== undefined &&
		children !== undefined &&
		fits(settings) &&
		flags.every((flag) => fits(flag) && flag.when !== undefined) &&
		Object.values(choices).every((list) =>
			list.every((choice) => fits(choice, CHOICE_PROPERTIES) && choice.name !== undefined)
		) &&
		survey(children, choices, 0)
	);
}
