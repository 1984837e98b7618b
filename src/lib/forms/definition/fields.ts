import type { Choice, FormDefinition, Item } from './definition';
import { Field, type FieldKind } from './field';

/** `or_other`: the further choice and its text, in the words of XLSForm. */
const OTHER: Choice = { name: 'other', label: { zh: '其他', en: 'Other' } };
const OTHER_TEXT = { zh: '请说明', en: 'Please specify' };

const otherItem = (item: Item): Item => ({
	type: 'text',
	name: `${item.name}_other`,
	label: OTHER_TEXT,
	relevant: `selected(\${${item.name}}, 'other')`
});

const kindOf = (item: Item): FieldKind =>
	item.type === 'group' || item.type === 'repeat' ? item.type : 'question';

/** The tree of fields of a definition that was read without error, in document order; the root is the first. */
export function buildFields(definition: FormDefinition): Field[] {
	const fields: Field[] = [];
	const add = (kind: FieldKind, item: Item, path: string, parent?: Field): Field => {
		const field = new Field(fields.length, kind, item, path, parent, parent?.children.length ?? 0);
		parent?.children.push(field);
		fields.push(field);
		if (item.list !== undefined) {
			const choices = definition.choices?.[item.list] ?? [];
			field.choices =
				item.or_other && !choices.some((each) => each.name === 'other') ? [...choices, OTHER] : choices;
			field.list = item.list;
		}
		if (field.container) {
			item.children?.forEach((child, index) => {
				add(kindOf(child), child, `${path}/${kind === 'root' ? '' : 'children/'}${index}`, field);
				if (child.or_other) add('question', otherItem(child), `${path}/children/${index}`, field);
			});
		}
		return field;
	};
	const root = add('root', { type: 'group', name: 'data', children: definition.survey }, '/survey');
	definition.flags?.forEach((flag, index) => {
		add('flag', { type: 'calculate', name: '' }, `/flags/${index}`, root).flag = flag;
	});
	if (definition.settings?.instance_name !== undefined) {
		add('instance_name', { type: 'calculate', name: '' }, '/settings', root);
	}
	return fields;
}
