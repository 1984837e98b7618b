import type { Choice, Flag, FormDefinition, Item } from './definition/definition';

/*
 * What the form engine takes and gives. Types only.
 *
 * The engine is pure: a definition and answers in, state out. It does NOT draw, store drafts, read a clock, fetch,
 * ask for permissions, resize photos, translate its own findings (it gives codes, see `messages.ts`), or know what
 * a resident is. It never throws past this contract: what is wrong with a definition comes back as findings.
 */

/** Something wrong with a definition. Errors refuse it; warnings are told. */
export interface Finding {
	/** JSON path of the place: `/survey/2/children/0/constraint`. */
	readonly path: string;
	/** A word that `messages.ts` knows. */
	readonly code: string;
	readonly params: Readonly<Record<string, string | number>>;
	readonly severity: 'error' | 'warning';
}

/** What is wrong with one answer, or worth a second look. */
export interface Trouble {
	readonly code:
		| 'required'
		| 'constraint'
		| 'not_integer'
		| 'not_number'
		| 'not_date'
		| 'not_time'
		| 'out_of_range'
		| 'not_a_choice'
		| 'not_a_place'
		| 'too_few'
		| 'warning'
		| 'normal_low'
		| 'normal_high'
		| 'critical_low'
		| 'critical_high'
		/** A choice no longer fits what was answered above, and was cleared. */
		| 'choice_cleared';
	readonly params: Readonly<Record<string, string | number>>;
}

/** What a widget or a restored draft hands in for an answer. */
export type Answer = string | number | boolean | readonly string[] | null;

/** Answers by name, nested as the groups are; a repeat is a list. Numbers are numbers, several choices a list. */
export interface Answers {
	[name: string]: Answer | Answers | Answers[];
}

export interface FormHost {
	/** Makes a plain object reactive; identity without a framework. Its fields hold plain data only. */
	readonly state: <T extends object>(object: T) => T;
	/** Milliseconds UTC, by the device's clock. */
	readonly now: () => number;
	/** IANA name of the community's time zone. */
	readonly zone: string;
	/** Seed of `random()` and unseeded `randomize()`: one a record. */
	readonly seed: number;
	/** A language of the definition; its default when absent. */
	readonly language?: string;
	/** The record's subject, for `prefill`: `{ resident: { name: … } }`. */
	readonly subject?: Readonly<Record<string, unknown>>;
	/** For the `meta` items of those names. */
	readonly device?: string;
	readonly user?: string;
	/** Answers of a draft or a record; defaults and prefill are then left alone. */
	readonly answers?: Answers;
}

export type FormText =
	'label' | 'hint' | 'guidance' | 'required_message' | 'constraint_message' | 'warning_message';

/**
 * One question, group, repeat or repeat instance of a live form. Every property may change with any edit and is
 * reactive through the host's `state`.
 */
export interface FormNode {
	/** Stable within one live form, usable in DOM ids: `f12`. */
	readonly id: string;
	/** `vitals/sbp`, `care/med[2]/drug`; one-based. */
	readonly path: string;
	readonly item: Item;
	/** `repeat` is the list, `instance` one of its entries. */
	readonly role: 'question' | 'group' | 'repeat' | 'instance';
	readonly parent: FormNode | null;
	/** In document order, irrelevant ones included: a renderer skips those. */
	readonly children: readonly FormNode[];
	/** Canonical text: several choices joined by spaces, numbers without grouping, empty for none. */
	readonly value: string;
	/** What was handed in when it could not be read as the type (`12a`); otherwise the value. */
	readonly input: string;
	/** The value as a list: chosen choices, photos. */
	readonly values: readonly string[];
	readonly relevant: boolean;
	readonly required: boolean;
	readonly readOnly: boolean;
	/** Choices that the filter lets through, in the order to show. */
	readonly choices: readonly Choice[];
	readonly error: Trouble | null;
	readonly warning: Trouble | null;
	/** Told once after a cascade change; gone with the next edit of this question. */
	readonly notice: Trouble | null;
	/** For a repeat: whether the person may add or take away one. */
	readonly canAdd: boolean;
	readonly canRemove: boolean;
}

/** What the answers are worth; the domain turns it into a grade (R-I2, domain.md). */
export interface Tally {
	/** Σ weight × the answer's score. */
	readonly points: number;
	/** Σ weight × the best score, over the answered items. */
	readonly possible: number;
	/** Σ weight × the best score, over all relevant items: how much was left out as not applicable. */
	readonly total: number;
	/** Paths of the answers that fail the form whatever the points. */
	readonly vetoes: readonly string[];
}

export interface Validation {
	readonly ok: boolean;
	/** In document order. */
	readonly errors: readonly { readonly node: FormNode; readonly trouble: Trouble }[];
	readonly first: FormNode | null;
}

/** A form being filled. */
export interface LiveForm {
	readonly definition: FormDefinition;
	readonly root: FormNode;
	readonly language: string;
	/** Counts calls of `validate()`, so that a view can move the focus to the first error. */
	readonly attempts: number;
	/** The first error of the last `validate()`. */
	readonly firstError: FormNode | null;
	/** Raised flags, in the definition's order. */
	readonly flags: readonly Flag[];
	/** What the record is called in lists (`settings.instance_name`), empty when the form does not say. */
	readonly instanceName: string;
	/** The node at a path such as `vitals/sbp`; a name alone finds the first of that name. */
	node(path: string): FormNode | undefined;
	/** Sets an answer. Read-only and calculated questions are left as they are. */
	set(node: FormNode, answer: Answer): void;
	/** Adds an instance at the end. Nothing when `canAdd` is false. */
	add(repeat: FormNode): FormNode | undefined;
	remove(instance: FormNode): void;
	setLanguage(language: string): void;
	/** Evaluates again what depends on today or now: call when the app becomes visible. */
	refresh(): void;
	/** A text in a language with its `${…}` filled in; empty when there is none. */
	text(node: FormNode, text: FormText, language?: string): string;
	/** The form's title, a choice's or a flag's label; a choice without one shows its name. */
	title(language?: string): string;
	labelOf(labelled: Choice | Flag, language?: string): string;
	/** Marks every missing or wrong answer and tells them. */
	validate(): Validation;
	/** What to store: relevant and answered questions only. */
	answers(): Answers;
	/** For a draft: everything that was answered, also what is not relevant now, so that it can come back. */
	draft(): Answers;
}

/** A definition that was read and compiled once; many live forms can begin from it. */
export interface Form {
	readonly definition: FormDefinition;
	begin(host: FormHost): LiveForm;
}

export type LoadedForm =
	{ readonly ok: true; readonly form: Form } | { readonly ok: false; readonly findings: readonly Finding[] };

/** `loadForm` of `load.ts`: reads and compiles a definition, or refuses it with the first reason. */
export type LoadForm = (definition: unknown) => LoadedForm;
