import type { Choice, Item } from '../definition/definition';
import type { Answer, FormNode, Trouble } from '../contract';
import type { Field } from '../definition/field';
import type { Instance } from '../definition/reach';
import { textOf } from './typing';
import { words, type ExpressionNode } from '../expression/value';

/** What a host makes reactive, one a node. Lists stay outside and are announced by the counters. */
export const emptyState = () => ({
	value: '',
	input: '',
	relevant: true,
	required: false,
	readOnly: false,
	error: null as Trouble | null,
	warning: null as Trouble | null,
	notice: null as Trouble | null,
	/** Counts changes of the children or the choices. */
	shape: 0,
	/** Counts changes of what the texts refer to. */
	texts: 0
});
export type NodeState = ReturnType<typeof emptyState>;

/** A repeat never grows beyond this, whatever its definition says. */
export const MOST_INSTANCES = 200;

/** A field within one live form. Engine code reads the plain properties; hosts read the getters. */
export class LiveNode implements FormNode, Instance {
	/** For a group or an instance one a child field, by its place; for a repeat its instances. */
	readonly kids: LiveNode[] = [];
	/** Canonical text of the answer, kept while the question is not relevant. */
	raw = '';
	/** Why the input could not be read as the type. */
	misread: Trouble | null = null;
	/** Its own relevant expression, whatever the ancestors'. */
	ownRelevant = true;
	isRelevant: boolean;
	list: readonly Choice[];
	/** Instances that a smaller repeat_count put away: typing 1 on the way to 12 must not lose what was filled. */
	readonly parked: LiveNode[] = [];
	readonly name: string;
	readonly item: Item;

	// Assigned as a whole, or forwarded from the state below.
	declare readonly id: string;
	declare readonly field: Field;
	declare readonly role: FormNode['role'];
	declare readonly owner: LiveNode | null;
	declare readonly state: NodeState;
	declare readonly value: string;
	declare readonly input: string;
	declare readonly relevant: boolean;
	declare readonly required: boolean;
	declare readonly readOnly: boolean;
	declare readonly error: Trouble | null;
	declare readonly warning: Trouble | null;
	declare readonly notice: Trouble | null;

	constructor(parts: Pick<LiveNode, 'id' | 'field' | 'role' | 'owner' | 'state'>) {
		Object.assign(this, parts);
		const { field, owner, state } = parts;
		this.name = field.name;
		this.item = field.item;
		this.list = field.choices;
		this.isRelevant = state.relevant = owner?.isRelevant ?? true;
	}

	get children(): readonly LiveNode[] {
		void this.state.shape;
		return [...this.kids];
	}
	get choices(): readonly Choice[] {
		void this.state.shape;
		return this.list;
	}
	get values(): readonly string[] {
		return words(this.value);
	}
	get canAdd(): boolean {
		return this.role === 'repeat' && this.#free && this.children.length < this.most;
	}
	get canRemove(): boolean {
		const list = this.role === 'instance' ? this.owner : null;
		return list !== null && list.#free && list.children.length > (this.item.min ?? 0);
	}
	get #free(): boolean {
		return !this.readOnly && !this.field.run.repeat_count;
	}
	/** Most instances of a repeat. */
	get most(): number {
		return Math.min(this.item.max ?? MOST_INSTANCES, MOST_INSTANCES);
	}

	get path(): string {
		const { owner } = this;
		if (!owner?.owner) return '';
		if (this.role === 'instance') return `${owner.path}[${owner.children.indexOf(this) + 1}]`;
		return owner.path === '' ? this.name : `${owner.path}/${this.name}`;
	}

	/** In expressions an instance stands directly in the group around its repeat. The data's root has no parent. */
	get parent(): LiveNode | null {
		const above = this.role === 'instance' ? this.owner?.owner : this.owner;
		return above?.owner ? above : null;
	}
	named(name: string): readonly ExpressionNode[] {
		return this.kids
			.filter((kid) => name === '*' || kid.name === name)
			.flatMap((kid) => (kid.role === 'repeat' ? kid.kids : kid));
	}
	text(): string {
		return this.isRelevant ? this.raw : '';
	}
}

// What hosts read of the state has the same name on the node.
for (const name of Object.keys(emptyState()) as (keyof NodeState)[])
	Object.defineProperty(LiveNode.prototype, name, {
		get(this: LiveNode) {
			return this.state[name];
		}
	});

/** Gives a node what its input was read as: canonical text, or why it is not of the type. */
export function hold(node: LiveNode, read: string | Trouble, answer: Answer = null) {
	const { state } = node;
	node.misread = typeof read === 'string' ? null : read;
	node.raw = state.value = node.misread ? '' : String(read);
	state.input = node.misread ? textOf(answer) : node.raw;
}

/** The node and all below it, in document order. */
export function* subtree(node: LiveNode): Generator<LiveNode> {
	yield node;
	for (const kid of node.kids) yield* subtree(kid);
}
