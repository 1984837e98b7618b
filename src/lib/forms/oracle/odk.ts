import { createInstance, type AnyChildNode, type AnyNode, type RootNode } from '@getodk/xforms-engine';
import type { FormNode, LiveForm } from '../contract';

/** What is compared of one question. */
export interface Seen {
	readonly relevant: boolean;
	readonly value: string;
	readonly required: boolean;
	readonly readOnly: boolean;
	readonly constraint: boolean;
	readonly choices: string;
}
export type Picture = ReadonlyMap<string, Seen>;

export async function odkForm(xml: string): Promise<RootNode> {
	const { root } = await createInstance(xml);
	return root;
}

/** Children by path; a repeat's instances are numbered from one, as in our paths. */
function walkOdk(node: AnyNode, path: string, visit: (node: AnyChildNode, path: string) => void) {
	const children = (node.currentState.children ?? []) as readonly AnyChildNode[];
	children.forEach((child, index) => {
		const name = String(child.currentState.reference).split('/').at(-1)?.replace(/\[.*$/, '') ?? '';
		if (name === 'meta') return;
		const at =
			child.nodeType === 'repeat-instance' ? `${path}[${index + 1}]` : path === '' ? name : `${path}/${name}`;
		visit(child, at);
		walkOdk(child, at, visit);
	});
}

export function odkNodes(root: RootNode): Map<string, AnyChildNode> {
	const nodes = new Map<string, AnyChildNode>();
	walkOdk(root, '', (node, path) => nodes.set(path, node));
	return nodes;
}

export function odkPicture(root: RootNode): Picture {
	const picture = new Map<string, Seen>();
	walkOdk(root, '', (node, path) => {
		if (!('instanceValue' in node.currentState)) return;
		const { relevant, required, readonly, instanceValue } = node.currentState;
		const options =
			node.nodeType === 'select' || node.nodeType === 'rank' ? node.currentState.valueOptions : [];
		picture.set(path, {
			relevant,
			// ODK writes the decimal 18 as `18.0`, in a place too.
			value: relevant ? instanceValue.replace(/(?<=^|\s)(-?\d+)\.0(?=$|\s)/g, '$1') : '',
			required,
			readOnly: readonly,
			constraint: !relevant || node.validationState.constraint.valid,
			choices: options.map((option: { value: string }) => option.value).join(' ')
		});
	});
	return picture;
}

export function ourPicture(form: LiveForm): Picture {
	const picture = new Map<string, Seen>();
	const walk = (node: FormNode) => {
		if (node.role === 'question') {
			const { path, relevant, value, required, readOnly, error, choices, item } = node;
			picture.set(path, {
				relevant,
				value: relevant ? value : '',
				required,
				readOnly,
				constraint: error?.code !== 'constraint',
				choices: item.list === undefined ? '' : choices.map((choice) => choice.name).join(' ')
			});
		}
		node.children.forEach(walk);
	};
	walk(form.root);
	return picture;
}

/** Gives ODK's form an answer as its own view would. */
export function odkAnswer(node: AnyChildNode, value: string) {
	if (node.nodeType === 'select') {
		if (node.selectType === 'select1') node.selectValue(value === '' ? null : value);
		else node.selectValues(value === '' ? [] : value.split(' '));
	} else if (node.nodeType === 'rank') node.setValues(value === '' ? [] : value.split(' '));
	else if (node.nodeType === 'range') node.setValue(value);
	else if (node.nodeType === 'input') node.setValue(value);
	else throw new Error(`cannot answer ${node.nodeType}`);
}
