import type { FormHost, FormNode, LiveForm, Validation } from '../contract';
import type { Choice, Flag, FormDefinition, Text } from '../definition/definition';
import type { Field, Step } from '../definition/field';
import { languageFor, textIn } from '../definition/language';
import { rowDocument } from '../definition/rows';
import { choiceFieldName } from '../definition/scope';
import { instantMoment } from '../expression/moment';
import { parkMiller } from '../expression/shuffle';
import { toText } from '../expression/value';
import { answersOf } from './answers';
import { finalTrouble } from './check';
import { startEngine } from './engine';
import { subtree, type LiveNode } from './node';

/** Every node that a form gives out is the engine's. */
const own = (node: FormNode) => node as LiveNode;

/** A form being filled: the engine, with texts, lists and the host's facts around it. */
export function fillForm(
	definition: FormDefinition,
	fields: readonly [Field, ...Field[]],
	steps: readonly Step[],
	host: FormHost
): LiveForm {
	const { choices = {}, tables = {} } = definition;
	const state = host.state({ language: languageFor(definition, host.language), attempts: 0, first: '' });
	const textFor = (text: Text | undefined, language = state.language): string =>
		textIn(text, languageFor(definition, language), languageFor(definition, undefined));
	const labelOf = (labelled: Choice | Flag, language?: string) =>
		textFor(labelled.label, language) || String('when' in labelled ? labelled.id : labelled.name);
	const lists = new Map(
		Object.entries({ ...tables, ...choices }).map(([name, rows]) => [name, rowDocument(rows, labelOf)])
	);
	const engine = startEngine(fields[0], steps, host, {
		now: host.now,
		zone: host.zone,
		// Seeds that are near, such as clocks, are taken apart.
		random: parkMiller(host.seed * 48_271),
		list: (name) => lists.get(name) ?? rowDocument([], labelOf),
		choiceLabel: (field, value) => {
			const asked = fields.find((each) => each.name === choiceFieldName(field));
			const choice = asked?.choices.find((each) => each.name === value);
			return choice ? labelOf(choice) : '';
		}
	});
	const { kids } = engine.top;
	const root = kids[0] ?? engine.top;
	const find = (wanted: (node: LiveNode) => boolean): LiveNode | undefined => {
		for (const node of subtree(root)) if (wanted(node)) return node;
		return undefined;
	};

	return {
		definition,
		root,
		get language() {
			return state.language;
		},
		get attempts() {
			return state.attempts;
		},
		get firstError() {
			return find((node) => node.id === state.first) ?? null;
		},
		get flags() {
			return kids.flatMap(({ value, field }) => (value === 'true' && field.flag) || []);
		},
		get instanceName() {
			return kids.at(-1)?.value ?? '';
		},
		node: (path) => find((node) => node.path === path) ?? find((node) => node.name === path),
		set(node, answer) {
			const { role, readOnly, field } = own(node);
			if (role === 'question' && !readOnly && !field.run.calculation) engine.set(own(node), answer);
		},
		add: (repeat) => (repeat.canAdd ? engine.add(own(repeat)) : undefined),
		remove(instance) {
			if (instance.canRemove) engine.remove(own(instance));
		},
		setLanguage(language) {
			state.language = languageFor(definition, language);
			engine.again('language');
		},
		refresh: () => engine.again('clock'),
		title: (language) => textFor(definition.title, language),
		labelOf,
		text(node, text, language) {
			const template = textFor(node.item[text], language);
			if (!template.includes('${')) return template;
			void own(node).state.texts;
			const { references } = own(node).field;
			return template.replace(/\$\{\s*([^}]*?)\s*\}/g, (_whole, name: string) =>
				toText(references.get(name)?.(engine.context(own(node))) ?? '')
			);
		},
		validate() {
			const errors: Validation['errors'][number][] = [];
			for (const node of subtree(root)) {
				const trouble = node.isRelevant ? finalTrouble(node) : null;
				if (trouble) errors.push({ node, trouble });
				if (node.isRelevant && trouble?.code !== node.state.error?.code) node.state.error = trouble;
			}
			const first = errors[0]?.node ?? null;
			state.first = first?.id ?? '';
			state.attempts++;
			return { ok: !first, errors, first };
		},
		answers: () => answersOf(root, String(instantMoment(host.now(), host.zone))),
		draft: () => answersOf(root)
	};
}
