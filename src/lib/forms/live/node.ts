import type { Choice, Item } from '../definition/definition';
import type { FormNode, Trouble } from '../contract';
import type { Field } from '../definition/field';
import type { Instance } from '../definition/reach';
import { words, type ExpressionNode } from '../expression/value';

/** What a host makes reactive, one a node. Lists stay outside and are announced by the counters. */
export interface NodeState {
	value: string;
	input: string;
	relevant: boolean;
	required: boolean;
	readOnly: boolean;
	error: Trouble | null;
	warning: Trouble | null;
	notice: Trouble | null;
	/** Counts changes of the children or the choices. */
	shape: number;
	/** Counts changes of what the texts refer to. */
	texts: number;
}

export const emptyState = (): NodeState => ({
	value: '',
	input: '',
	relevant: true,
	required: false,
	readOnly: false,
	error: null,
	warning: null,
	notice: null,
	shape: 0,
	texts: 0
});

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
	parked: LiveNode[] = [];

	constructor(
		readonly id: string,
		readonly field: Field,
		readonly role: FormNode['role'],
		readonly owner: LiveNode | null,
		readonly state: NodeState
	) {
		this.isRelevant = owner?.isRelevant ?? true;
		this.list = field.choices;
		if (!this.isRelevant) state.relevant = false;
	}

	get item(): Item {
		return this.field.item;
	}
	get children(): readonly LiveNode[] {
		void this.state.shape;
		return this.role === 'repeat' ? [...this.kids] : this.kids.filter((kid) => !kid.field.silent);
	}
	get choices(): readonly Choice[] {
		void this.state.shape;
		return this.list;
	}
	get value(): string {
		return this.state.value;
	}
	get input(): string {
		return this.state.input;
	}
	get values(): readonly string[] {
		return words(this.state.value);
	}
	get relevant(): boolean {
		return this.state.relevant;
	}
	get required(): boolean {
		return this.state.required;
	}
	get readOnly(): boolean {
		return this.state.readOnly;
	}
	get error(): Trouble | null {
		return this.state.error;
	}
	get warning(): Trouble | null {
		return this.state.warning;
	}
	get notice(): Trouble | null {
		return this.state.notice;
	}
	get canAdd(): boolean {
		void this.state.shape;
		return this.#free && this.role === 'repeat' && this.kids.length < this.most;
	}
	get canRemove(): boolean {
		const repeat = this.role === 'instance' ? this.owner : this;
		void repeat?.state.shape;
		return repeat?.role === 'repeat' && repeat.#free && repeat.kids.length > (this.item.min ?? 0);
	}
	get #free(): boolean {
		return !this.state.readOnly && !this.field.run('repeat_count');
	}
	/** Most instances of a repeat. */
	get most(): number {
		return Math.min(this.item.max ?? MOST_INSTANCES, MOST_INSTANCES);
	}

	get path(): string {
		if (!this.owner) return '';
		if (this.role === 'instance') {
			void this.owner.state.shape;
			return `${this.owner.path}[${this.owner.kids.indexOf(this) + 1}]`;
		}
		const above = this.owner.path;
		return above === '' ? this.field.name : `${above}/${this.field.name}`;
	}

	get name(): string {
		return this.field.name;
	}
	/** In expressions an instance stands directly in the group around its repeat. */
	get parent(): LiveNode | null {
		return this.role === 'instance' ? (this.owner?.owner ?? null) : this.owner;
	}
	named(name: string): readonly ExpressionNode[] {
		return this.kids
			.filter((kid) => !kid.field.silent && (name === '*' || kid.field.name === name))
			.flatMap((kid) => (kid.role === 'repeat' ? kid.kids : [kid]));
	}
	text(): string {
		return this.isRelevant ? this.raw : '';
	}
}

/** A repeat never grows beyond this, whatever its definition says. */
export const MOST_INSTANCES = 200;

/** The node and all below it, in document order. */
export function* subtree(node: LiveNode): Generator<LiveNode> {
	yield node;
	for (const kid of node.kids) yield* subtree(kid);
}
