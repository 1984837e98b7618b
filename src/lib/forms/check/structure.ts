import type { FormDefinition } from '../definition/definition';
import { isName, isPlain, TEXTS, type Plain } from '../definition/shape';
import { MAX_GROUPS, MAX_ITEMS } from '../definition/structure';
import { typeRules } from '../definition/types';
import type { Findings } from './findings';
import {
	CHOICE,
	checkProperties,
	FLAG,
	FORBIDDEN,
	FORM,
	ITEM,
	NORMAL,
	requireProperties,
	SETTINGS
} from './properties';

const MAX_CHOICES = 10_000;
const META: ReadonlySet<unknown> = new Set(['start', 'end', 'today', 'device', 'user']);
/** Nobody sees them: they need no label. */
const UNSEEN: ReadonlySet<string> = new Set(['calculate', 'hidden', 'meta']);

/** A choice's name stands in a space-separated value: no spaces; it may begin with a digit. */
const isChoiceName = (value: unknown) => typeof value === 'string' && /^[^\s]{1,128}$/u.test(value);

const entries = (value: unknown): [string, unknown][] => (isPlain(value) ? Object.entries(value) : []);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const brief = (value: unknown) => String(value ?? '').slice(0, 80);
const wrongName = (value: unknown) => !isName(value) || FORBIDDEN.includes(value);

/** Reads a definition's structure and tells all that is wrong with it. */
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
			if (missing.length > 0)
				this.findings.warn(`${path}/${key}`, 'missing_translation', { languages: missing.join(', ') });
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
			if (++this.#items === MAX_ITEMS + 1) this.findings.error(at, 'too_many_items', { max: MAX_ITEMS });
			if (this.#items > MAX_ITEMS) return;
			if (!isPlain(each)) {
				this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
				return;
			}
			if (names.has(each.name)) this.findings.error(at, 'duplicate_name', { name: brief(each.name) });
			names.add(each.name);
			this.#item(each, at, depth);
		});
	}

	#item(item: Plain, path: string, depth: number) {
		const { findings } = this;
		const { type, name } = item;
		checkProperties(item, path, ITEM, findings);
		requireProperties(item, path, ['type', 'name'], findings);
		const container = type === 'group' || type === 'repeat';
		if (typeof type === 'string' && type !== '' && !container && !typeRules(type))
			findings.error(`${path}/type`, 'unknown_type', { name: brief(type) });
		if (typeof name === 'string' && name !== '' && wrongName(name))
			findings.error(`${path}/name`, 'bad_name', { name: brief(name) });
		if (isPlain(item.normal)) checkProperties(item.normal, `${path}/normal`, NORMAL, findings);
		if (container) this.items(list(item.children), `${path}/children`, depth + 1);
		else if (list(item.children).length > 0) findings.error(`${path}/children`, 'children_of_question');
		this.#needs(item, path);
		this.#translated(item, path, TEXTS);
	}

	/** What a type cannot do without. */
	#needs(item: Plain, path: string) {
		const type = String(item.type);
		const rules = typeRules(type);
		if (rules?.needs) requireProperties(item, path, [rules.needs], this.findings);
		if (item.list !== undefined && !this.lists.has(String(item.list)))
			this.findings.error(`${path}/list`, 'unknown_list', { name: brief(item.list) });
		if (type === 'meta' && !META.has(item.meta))
			this.findings.error(`${path}/meta`, 'unknown_meta', { name: brief(item.meta) });
		if (rules && !UNSEEN.has(type) && item.label === undefined)
			this.findings.warn(path, 'missing_label', { name: brief(item.name) });
	}

	/** Lists of choices, and tables, whose rows have only columns of their own. */
	tables(value: unknown, path: string, choices: boolean) {
		for (const [name, rows] of entries(value)) {
			const at = `${path}/${name}`;
			if (wrongName(name)) this.findings.error(at, 'bad_name', { name: brief(name) });
			if (!Array.isArray(rows)) this.findings.error(at, 'wrong_kind', { name, kind: 'list' });
			if (list(rows).length > MAX_CHOICES) this.findings.error(at, 'too_many_choices', { max: MAX_CHOICES });
			else this.#rows(list(rows), at, choices);
		}
	}

	#rows(rows: readonly unknown[], path: string, choices: boolean) {
		const names = new Set<unknown>();
		rows.forEach((row, index) => {
			const at = `${path}/${index}`;
			if (!isPlain(row)) this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
			if (!isPlain(row) || !choices) return;
			checkProperties(row, at, CHOICE, this.findings, true);
			this.#translated(row, at, ['label']);
			if (!isChoiceName(row.name)) this.findings.error(at, 'bad_choice', { name: brief(row.name) });
			if (names.has(row.name)) this.findings.error(at, 'duplicate_choice', { name: brief(row.name) });
			names.add(row.name);
		});
	}

	flags(value: readonly unknown[], path: string) {
		const ids = new Set<unknown>();
		value.forEach((flag, index) => {
			const at = `${path}/${index}`;
			if (!isPlain(flag)) {
				this.findings.error(at, 'wrong_kind', { name: String(index), kind: 'object' });
				return;
			}
			checkProperties(flag, at, FLAG, this.findings);
			requireProperties(flag, at, ['id', 'when', 'level'], this.findings);
			if (ids.has(flag.id)) this.findings.error(at, 'duplicate_name', { name: brief(flag.id) });
			ids.add(flag.id);
		});
	}
}

/** The definition, when nothing in its structure is wrong; otherwise undefined, and why in `findings`. */
export function checkStructure(value: unknown, findings: Findings): FormDefinition | undefined {
	if (!isPlain(value)) {
		findings.error('', 'not_an_object');
		return undefined;
	}
	if (value.schema !== 'form/1') {
		findings.error('/schema', 'unknown_schema', { name: brief(value.schema) });
		return undefined;
	}
	checkProperties(value, '', FORM, findings);
	requireProperties(value, '', ['id', 'version', 'title', 'languages', 'survey'], findings);
	if (value.id !== undefined && wrongName(value.id))
		findings.error('/id', 'bad_name', { name: brief(value.id) });
	if (typeof value.version === 'string' && !/^\d{1,32}$/.test(value.version))
		findings.error('/version', 'bad_version', { name: brief(value.version) });
	if (list(value.survey).length === 0) findings.error('/survey', 'empty_survey');
	if (isPlain(value.settings)) checkProperties(value.settings, '/settings', SETTINGS, findings);
	const lists = new Set(entries(value.choices).map(([name]) => name));
	const reader = new Reader(findings, lists, list(value.languages));
	reader.tables(value.choices, '/choices', true);
	reader.tables(value.tables, '/tables', false);
	reader.items(list(value.survey), '/survey', 0);
	reader.flags(list(value.flags), '/flags');
	return findings.refused ? undefined : (value as unknown as FormDefinition);
}
