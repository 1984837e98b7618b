import type { Answers } from '../contract';
import type { FormDefinition, Item, Text } from '../definition/definition';
import { languageFor, textIn } from '../definition/language';

/** What moving a draft to another version of its form does to one question. */
export interface VersionChange {
	/** `lost`: an answer has no place any more. `choice_lost`: a chosen choice is gone. `type`: another kind of answer. */
	readonly kind: 'lost' | 'choice_lost' | 'type' | 'removed' | 'added';
	readonly name: string;
	readonly label: string;
}

interface Question {
	readonly item: Item;
	readonly path: string;
}

const UNSEEN: ReadonlySet<string> = new Set(['calculate', 'hidden', 'meta', 'note']);

function questionsOf(items: readonly Item[], above = ''): Question[] {
	return items.flatMap((item) => {
		const path = above === '' ? item.name : `${above}/${item.name}`;
		if (item.type === 'group' || item.type === 'repeat') return questionsOf(item.children ?? [], path);
		return UNSEEN.has(item.type) ? [] : [{ item, path }];
	});
}

/** Every answer at a path; a repeat gives one an entry. */
function answersAt(answers: Answers | undefined, path: readonly string[]): Answers[string][] {
	const [name = '', ...rest] = path;
	const value = answers && Object.hasOwn(answers, name) ? answers[name] : undefined;
	if (value === undefined || value === null || value === '') return [];
	if (rest.length === 0) return [value];
	const entries = Array.isArray(value) ? value : [value];
	return entries.flatMap((entry) =>
		typeof entry === 'object' && entry !== null && !Array.isArray(entry)
			? answersAt(entry as Answers, rest)
			: []
	);
}

/**
 * What would change if these answers moved from one version of a form to another: losses first, then what is new.
 * A question is the same while its path is.
 */
export function versionChanges(
	from: FormDefinition,
	to: FormDefinition,
	answers: Answers,
	locale: string
): VersionChange[] {
	const newer = new Map(questionsOf(to.survey).map((question) => [question.path, question]));
	const older = questionsOf(from.survey);
	const known = new Set(older.map(({ path }) => path));
	const say = (definition: FormDefinition, label: Text | undefined, name: string) =>
		textIn(label, languageFor(definition, locale), definition.languages[0] ?? '') || name;
	const change = (kind: VersionChange['kind'], definition: FormDefinition, { item }: Question) => ({
		kind,
		name: item.name,
		label: say(definition, item.label, item.name)
	});

	const changes = older.flatMap((question): VersionChange[] => {
		const given = answersAt(answers, question.path.split('/'));
		const next = newer.get(question.path);
		if (!next) return [change(given.length > 0 ? 'lost' : 'removed', from, question)];
		if (given.length > 0 && next.item.type !== question.item.type) return [change('type', to, next)];
		if (next.item.list === undefined) return [];
		const names = new Set((to.choices?.[next.item.list] ?? []).map((choice) => choice.name));
		const gone = given
			.flat()
			.some((name) => !names.has(String(name)) && !(next.item.or_other && name === 'other'));
		return gone ? [change('choice_lost', to, next)] : [];
	});
	const added = [...newer.values()].filter(({ path }) => !known.has(path));
	const order: readonly VersionChange['kind'][] = ['lost', 'choice_lost', 'type', 'removed', 'added'];
	return [...changes, ...added.map((question) => change('added', to, question))].sort(
		(one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)
	);
}
