import type { Choice, FormDefinition, Item } from './definition';
import { expressionText, newField, type Field } from './field';

/** `or_other`: the further choice and its text, in the words of XLSForm. */
const OTHER: Choice = { name: 'other', label: { zh: '其他', en: 'Other' } };

const otherItem = (name: string): Item => ({
	type: 'text',
	name: `${name}_other`,
	label: { zh: '请说明', en: 'Please specify' },
	relevant: `selected(\${${name}}, 'other')`
});

/**
 * The tree of fields of a definition whose structure is right, in document order. The first is the top; it holds
 * the data's root, and beside it what is computed for the form itself: flags, and the record's name.
 */
export function buildFields({
	survey,
	choices = {},
	flags = [],
	settings = {}
}: FormDefinition): [Field, ...Field[]] {
	const fields: Field[] = [];
	const add = (item: Item, path: string, parent?: Field, flag?: Field['flag']): Field => {
		const list = choices[item.list ?? ''] ?? [];
		const other = item.or_other && !list.some((each) => each.name === OTHER.name);
		const field = newField(item, path, other ? [...list, OTHER] : list, parent, flag);
		fields.push(field);
		item.children?.forEach((child, index) => {
			const at = `${path}/${path === '/survey' ? '' : 'children/'}${index}`;
			add(child, at, field);
			if (child.or_other) add(otherItem(child.name), at, field);
		});
		return field;
	};
	const top = add({ type: 'group', name: '' }, '');
	add({ type: 'group', name: 'data', children: survey }, '/survey', top);
	flags.forEach((flag, index) => {
		const calculation = `boolean(${expressionText(flag.when)})`;
		add({ type: 'calculate', name: '', calculation }, `/flags/${index}`, top, flag);
	});
	add({ type: 'calculate', name: '', calculation: settings.instance_name ?? "''" }, '/settings', top);
	return [top, ...fields.slice(1)];
}
