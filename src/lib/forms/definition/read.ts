import { QUESTION_TYPES, type FormDefinition } from './definition';
import type { Findings } from './findings';
import { checkShape, isName, isPlain, require, type Plain, type Shape } from './shape';

const FORM: Shape = {
	schema: 'word',
	id: 'word',
	version: 'word',
	title: 'texts',
	default_language: 'word',
	languages: 'words',
	settings: 'object',
	survey: 'list',
	choices: 'object',
	tables: 'object',
	flags: 'list'
};
const SETTINGS: Shape = {
	subject: 'word',
	style: 'word',
	instance_name: 'expression',
	allow_choice_clear: 'flag'
};
const ITEM: Shape = {
	type: 'word',
	name: 'word',
	label: 'texts',
	hint: 'texts',
	guidance: 'texts',
	appearance: 'text',
	parameters: 'object',
	required: 'expression',
	required_message: 'texts',
	relevant: 'expression',
	constraint: 'expression',
	constraint_message: 'texts',
	warning: 'expression',
	warning_message: 'texts',
	calculation: 'expression',
	default: 'literal',
	read_only: 'expression',
	list: 'word',
	choice_filter: 'expression',
	or_other: 'flag',
	meta: 'word',
	prefill: 'word',
	unit: 'text',
	normal: 'object',
	score: 'number',
	veto: 'flag',
	children: 'list',
	repeat_count: 'expression',
	initial: 'number',
	min: 'number',
	max: 'number'
};
const NORMAL: Shape = { low: 'number', high: 'number', critical_low: 'number', critical_high: 'number' };
const CHOICE: Shape = { name: 'word', label: 'texts', score: 'number', veto: 'flag' };
const FLAG: Shape = { id: 'word', when: 'expression', level: 'word', label: 'texts', create_task: 'object' };

const TYPES: ReadonlySet<string> = new Set([...QUESTION_TYPES, 'group', 'repeat']);
const META: ReadonlySet<string> = new Set(['start', 'end', 'today', 'device', 'user']);
const SELECTS: ReadonlySet<string> = new Set(['select_one', 'select_multiple', 'rank']);
const TRANSLATED = ['label', 'hint', 'guidance', 'required_message', 'constraint_message', 'warning_message'];
/** Deeper than any sheet is drawn, far from the end of a phone's stack. */
const MAX_GROUPS = 32;
const MAX_ITEMS = 5000;
const MAX_CHOICES = 10_000;

/** A choice's name stands in a space-separated value: no spaces; it may begin with a digit. */
const isChoiceName = (value: unknown) => typeof value === 'string' && /^[^\s]{1,128}$/u.test(value);

const entries = (value: unknown): [string, unknown][] => (isPlain(value) ? Object.entries(value) : []);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads a definition's structure. What it refuses would make the linker or a live form go wrong. */
class Reader {
	#items = 0;

	constructor(
		private readonly findings: Findings,
		private readonly lists: ReadonlySet<string>,
		private readonly languages: readonly unknown[]
	) {}

	/** A text that some language of the form lacks: another is shown, and whoever publishes should know. */
	#translated(item: Plain, path: string, keys: readonly string[]) {
		for (const key of keys) {
			const text = item[key];
			const missing = isPlain(text) ? this.languages.filter((each) => !text[String(each)]) : [];
			if (missing.length > 0) {
				this.findings.warn(`${path}/${key}`, 'missing_translation', { languages: missing.join(', ') });
			}
		}
	}

	items(value: readonly unknown[], path: string, depth: number) {
		if (depth > MAX_GROUPS) {
			this.findings.error(path, 'groups_too_deep', { max: MAX_GROUPS });
			return;
		}
		const names = new Set<unknown>();
		value.forEach((each, index) => {
			const at = `${path}/${index}`;
			if (++this.#items === MAX_ITEMS) this.findings.error(at, 'too_many_items', { max: MAX_ITEMS });
			if (this.#items >= MAX_ITEMS) return;
			if (!isPlain(each)) {
				this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
				return;
			}
			if (names.has(each.name)) this.findings.error(at, 'duplicate_name', { name: String(each.name) });
			names.add(each.name);
			this.#item(each, at, depth);
		});
	}

	#item(item: Plain, path: string, depth: number) {
		checkShape(item, path, ITEM, this.findings);
		require(item, path, ['type', 'name'], this.findings);
		const { type, name } = item;
		if (typeof type === 'string' && !TYPES.has(type)) {
			this.findings.error(`${path}/type`, 'unknown_type', { name: type });
		}
		if (typeof name === 'string' && name !== '' && !isName(name)) {
			this.findings.error(`${path}/name`, 'bad_name', { name: name.slice(0, 80) });
		}
		if (isPlain(item.normal)) checkShape(item.normal, `${path}/normal`, NORMAL, this.findings);
		if (type === 'group' || type === 'repeat') this.items(list(item.children), `${path}/children`, depth + 1);
		else if (list(item.children).length > 0) this.findings.error(`${path}/children`, 'children_of_question');
		this.#needs(item, path);
		this.#translated(item, path, TRANSLATED);
	}

	/** What a type cannot do without. */
	#needs(item: Plain, path: string) {
		const type = String(item.type);
		if (SELECTS.has(type)) {
			if (item.list === undefined) this.findings.error(path, 'missing_property', { name: 'list' });
			else if (!this.lists.has(String(item.list))) {
				this.findings.error(`${path}/list`, 'unknown_list', { name: String(item.list) });
			}
		}
		if (type === 'calculate') require(item, path, ['calculation'], this.findings);
		if (type === 'meta' && !META.has(String(item.meta))) {
			this.findings.error(`${path}/meta`, 'unknown_meta', { name: String(item.meta ?? '') });
		}
		const shown = !['calculate', 'hidden', 'meta', 'group', 'repeat'].includes(type);
		if (shown && TYPES.has(type) && item.label === undefined) {
			this.findings.warn(path, 'missing_label', { name: String(item.name) });
		}
	}

	choices(value: unknown, path: string) {
		for (const [name, each] of entries(value)) {
			const at = `${path}/${name}`;
			if (!isName(name)) this.findings.error(at, 'bad_name', { name: name.slice(0, 80) });
			if (!Array.isArray(each)) this.findings.error(at, 'wrong_kind', { name, kind: 'list' });
			if (list(each).length > MAX_CHOICES) this.findings.error(at, 'too_many_choices', { max: MAX_CHOICES });
			else this.#list(list(each), at);
		}
	}

	#list(value: readonly unknown[], path: string) {
		const names = new Set<unknown>();
		value.forEach((choice, index) => {
			const at = `${path}/${index}`;
			if (!isPlain(choice)) {
				this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
				return;
			}
			checkShape(choice, at, CHOICE, this.findings, true);
			this.#translated(choice, at, ['label']);
			if (!isChoiceName(choice.name))
				this.findings.error(at, 'bad_choice', { name: String(choice.name ?? '') });
			if (names.has(choice.name)) this.findings.error(at, 'duplicate_choice', { name: String(choice.name) });
			names.add(choice.name);
		});
	}

	tables(value: unknown, path: string) {
		for (const [name, rows] of entries(value)) {
			const fits = Array.isArray(rows) && rows.every((row) => isPlain(row));
			if (!isName(name)) this.findings.error(`${path}/${name}`, 'bad_name', { name: name.slice(0, 80) });
			if (!fits) this.findings.error(`${path}/${name}`, 'wrong_kind', { name, kind: 'list' });
		}
	}

	flags(value: readonly unknown[], path: string) {
		const ids = new Set<unknown>();
		value.forEach((flag, index) => {
			const at = `${path}/${index}`;
			if (!isPlain(flag)) {
				this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
				return;
			}
			checkShape(flag, at, FLAG, this.findings);
			require(flag, at, ['id', 'when', 'level'], this.findings);
			if (ids.has(flag.id)) this.findings.error(at, 'duplicate_name', { name: String(flag.id) });
			ids.add(flag.id);
		});
	}
}

/** The definition, when nothing in its structure is wrong; otherwise undefined, and why in `findings`. */
export function readDefinition(value: unknown, findings: Findings): FormDefinition | undefined {
	if (!isPlain(value)) {
		findings.error('', 'not_an_object');
		return undefined;
	}
	if (value.schema !== 'form/1') {
		findings.error('/schema', 'unknown_schema', { name: String(value.schema).slice(0, 40) });
		return undefined;
	}
	checkShape(value, '', FORM, findings);
	require(value, '', ['id', 'version', 'title', 'languages', 'survey'], findings);
	if (value.id !== undefined && !isName(value.id))
		findings.error('/id', 'bad_name', { name: String(value.id) });
	if (typeof value.version === 'string' && !/^\d{1,32}$/.test(value.version)) {
		findings.error('/version', 'bad_version', { name: value.version.slice(0, 40) });
	}
	if (list(value.survey).length === 0) findings.error('/survey', 'empty_survey');
	if (isPlain(value.settings)) checkShape(value.settings, '/settings', SETTINGS, findings);
	const reader = new Reader(
		findings,
		new Set(entries(value.choices).map(([name]) => name)),
		list(value.languages)
	);
	reader.choices(value.choices, '/choices');
	reader.tables(value.tables, '/tables');
	reader.items(list(value.survey), '/survey', 0);
	reader.flags(list(value.flags), '/flags');
	return findings.refused ? undefined : (value as unknown as FormDefinition);
}
