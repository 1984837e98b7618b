import type { Answer, Answers, FormHost, FormNode, FormText, LiveForm, Tally, Validation } from '../contract';
import type { Choice, Flag, FormDefinition } from '../definition/definition';
import type { Field } from '../definition/field';
import { languageFor, textIn } from '../definition/language';
import type { Plan } from '../definition/link';
import { rowDocument } from '../definition/rows';
import { choiceFieldName } from '../definition/scope';
import type { Environment } from '../expression/context';
import { instantMoment } from '../expression/moment';
import { seededRandom } from '../expression/shuffle';
import { toText, type ExpressionNode, type NodeSet } from '../expression/value';
import { answersOf } from './answers';
import { finalTrouble } from './check';
import { Engine, literalDefault } from './engine';
import { LiveNode, subtree } from './node';
import { tally } from './tally';

/** A value of the record's subject at a path such as `resident.birth_date`. */
function prefilled(subject: unknown, path: string): Answer {
	let value: unknown = subject;
	for (const key of path.split('.')) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
		value = (value as Record<string, unknown>)[key];
	}
	if (Array.isArray(value)) return value.map(String);
	return ['string', 'number', 'boolean'].includes(typeof value) ? (value as Answer) : null;
}

/** A form being filled: the engine, with texts, lists and the host's facts around it. */
export class FilledForm implements LiveForm {
	readonly #engine: Engine;
	readonly #state: { language: string; attempts: number; first: string };
	readonly #lists = new Map<string, ExpressionNode>();

	constructor(
		readonly definition: FormDefinition,
		private readonly fields: readonly Field[],
		private readonly plan: Plan,
		private readonly host: FormHost
	) {
		const language = languageFor(definition, host.language);
		this.#state = host.state({ language, attempts: 0, first: '' });
		this.#engine = new Engine({
			plan,
			fields,
			host,
			environment: (root) => this.#environment(root),
			rows: (field) => this.#rows(field),
			initial: (field) => this.#initial(field)
		});
	}

	#environment(root: () => LiveNode): Environment {
		const { host } = this;
		const document: ExpressionNode = {
			name: '',
			parent: null,
			named: () => [root()],
			text: () => ''
		};
		return {
			now: host.now,
			zone: host.zone,
			random: seededRandom(host.seed),
			document,
			instance: (name): NodeSet => [this.#list(name)],
			choiceLabel: (field, value) => {
				const found = this.fields.find((each) => each.name === choiceFieldName(field));
				const choice = found?.choices.find((each) => each.name === value);
				return choice ? this.labelOf(choice) : '';
			}
		};
	}

	#list(name: string): ExpressionNode {
		let list = this.#lists.get(name);
		if (!list) {
			const { tables = {}, choices = {} } = this.definition;
			const rows = Object.hasOwn(choices, name)
				? choices[name]
				: Object.hasOwn(tables, name)
					? tables[name]
					: [];
			list = rowDocument(rows ?? [], (choice) => this.labelOf(choice));
			this.#lists.set(name, list);
		}
		return list;
	}

	/** A field's choices as rows; those of `or_other` are not the list's own. */
	#rows(field: Field): NodeSet {
		const own = this.#list(field.list).named('root')[0]?.named('item') ?? [];
		if (own.length === field.choices.length) return own;
		return (
			rowDocument(field.choices, (choice) => this.labelOf(choice))
				.named('root')[0]
				?.named('item') ?? []
		);
	}

	#initial(field: Field): Answer {
		const { host } = this;
		const { item } = field;
		const now = () => instantMoment(host.now(), host.zone);
		if (item.prefill !== undefined) {
			const value = prefilled(host.subject, item.prefill);
			if (value !== null) return value;
		}
		switch (item.meta) {
			case 'start':
				return String(now());
			case 'today':
				return String(now().date);
			case 'device':
				return host.device ?? null;
			case 'user':
				return host.user ?? null;
			default:
				return literalDefault(field);
		}
	}

	get root(): FormNode {
		return this.#engine.root;
	}
	get language(): string {
		return this.#state.language;
	}
	get attempts(): number {
		return this.#state.attempts;
	}
	get firstError(): FormNode | null {
		return this.#find(this.#state.first);
	}
	get flags(): readonly Flag[] {
		return this.#silent('flag').flatMap((node) => (node.value && node.field.flag ? [node.field.flag] : []));
	}
	get instanceName(): string {
		return this.#silent('instance_name')[0]?.value ?? '';
	}

	#silent(kind: Field['kind']): LiveNode[] {
		return this.#engine.root.kids.filter((node) => node.field.kind === kind);
	}

	#find(id: string): LiveNode | null {
		if (id === '') return null;
		for (const node of subtree(this.#engine.root)) if (node.id === id) return node;
		return null;
	}

	/** The engine's own node of a public one; every node that the engine gave out is one. */
	#own(node: FormNode): LiveNode | undefined {
		return node instanceof LiveNode ? node : undefined;
	}

	node(path: string): FormNode | undefined {
		let byName: LiveNode | undefined;
		for (const node of subtree(this.#engine.root)) {
			if (node.field.silent || !node.owner) continue;
			if (node.path === path) return node;
			if (!byName && node.name === path) byName = node;
		}
		return byName;
	}

	set(node: FormNode, answer: Answer) {
		const own = this.#own(node);
		if (!own || own.role !== 'question' || own.state.readOnly || own.field.run('calculation')) return;
		this.#engine.set(own, answer);
	}

	add(repeat: FormNode): FormNode | undefined {
		const own = this.#own(repeat);
		return own?.canAdd ? this.#engine.add(own) : undefined;
	}

	remove(instance: FormNode) {
		const own = this.#own(instance);
		if (own?.role === 'instance' && own.canRemove) this.#engine.remove(own);
	}

	setLanguage(language: string) {
		this.#state.language = languageFor(this.definition, language);
		this.#engine.again(this.plan.language);
	}

	refresh() {
		this.#engine.again(this.plan.clock);
	}

	#textIn(text: Choice['label'], language = this.#state.language): string {
		const { default_language: fallback, languages } = this.definition;
		return textIn(text, languageFor(this.definition, language), fallback ?? languages[0] ?? '');
	}

	title(language?: string): string {
		return this.#textIn(this.definition.title, language);
	}

	labelOf(labelled: Choice | Flag, language?: string): string {
		const name = 'when' in labelled ? labelled.id : labelled.name;
		return this.#textIn(labelled.label, language) || String(name);
	}

	text(node: FormNode, text: FormText, language?: string): string {
		const own = this.#own(node);
		const template = this.#textIn(node.item[text], language);
		if (!own || !template.includes('${')) return template;
		void own.state.texts;
		return template.replace(/\$\{([^}]*)\}/g, (_whole, name: string) =>
			toText(own.field.references.get(name.trim())?.(this.#engine.context(own)) ?? '')
		);
	}

	validate(): Validation {
		const errors: { node: FormNode; trouble: NonNullable<FormNode['error']> }[] = [];
		for (const node of subtree(this.#engine.root)) {
			if (!node.isRelevant || node.field.silent) continue;
			const trouble = finalTrouble(node);
			if (trouble) errors.push({ node, trouble });
			if (trouble?.code !== node.state.error?.code) node.state.error = trouble;
		}
		const first = errors[0]?.node ?? null;
		this.#state.first = first?.id ?? '';
		this.#state.attempts++;
		return { ok: errors.length === 0, errors, first };
	}

	answers(): Answers {
		const end = String(instantMoment(this.host.now(), this.host.zone));
		return answersOf(this.#engine.root, { draft: false, end });
	}

	draft(): Answers {
		return answersOf(this.#engine.root, { draft: true, end: '' });
	}

	tally(): Tally {
		return tally(this.#engine.root);
	}
}
