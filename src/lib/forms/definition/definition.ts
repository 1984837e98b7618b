import type { QuestionType } from './types';

/**
 * A form definition, shape `form/1`, as it lies in `org-<community>`: XLSForm's words, XLSForm's expressions as
 * text (`${sbp} >= 180`). (id, version) never changes once published.
 */
export interface FormDefinition {
	readonly schema: 'form/1';
	readonly id: string;
	/** Digits that grow: `yyyymmddnn`. */
	readonly version: string;
	readonly title: Text;
	/** First of `languages` when absent. */
	readonly default_language?: string;
	readonly languages: readonly string[];
	readonly settings?: FormSettings;
	readonly survey: readonly Item[];
	/** List name → choices. */
	readonly choices?: Readonly<Record<string, readonly Choice[]>>;
	/** Table name → rows, for `instance()` and `pulldata()`. */
	readonly tables?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
	readonly flags?: readonly Flag[];
}

/** Language → text; a bare text serves every language. May hold `${name}`. */
export type Text = string | Readonly<Record<string, string>>;

export interface FormSettings {
	/** What the record is about: `resident`, `household`, … */
	readonly subject?: string;
	readonly style?: 'pages' | 'one-page';
	/** Expression: what the record is called in lists. */
	readonly instance_name?: string;
	readonly allow_choice_clear?: boolean;
}

export type { QuestionType } from './types';
export type ItemType = QuestionType | 'group' | 'repeat';

/** Where readings are normal. Outside `low`–`high` warns; at or beyond a critical bound warns urgently. */
export interface NormalRange {
	readonly low?: number;
	readonly high?: number;
	readonly critical_low?: number;
	readonly critical_high?: number;
}

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** A question, a group or a repeat. Texts in `Expression` are XLSForm expressions. */
export interface Item {
	readonly type: ItemType;
	readonly name: string;
	readonly label?: Text;
	readonly hint?: Text;
	readonly guidance?: Text;
	readonly appearance?: string;
	readonly parameters?: Parameters;
	readonly required?: Expression;
	readonly required_message?: Text;
	readonly relevant?: Expression;
	/** Must hold before the form can be saved. */
	readonly constraint?: Expression;
	readonly constraint_message?: Text;
	/** Should hold; the form can be saved all the same. */
	readonly warning?: Expression;
	readonly warning_message?: Text;
	readonly calculation?: Expression;
	/** A literal, or an expression when it holds `${…}` or a call; evaluated once. */
	readonly default?: string | number | boolean;
	readonly read_only?: Expression;
	/** Name of the list in `choices`. */
	readonly list?: string;
	readonly choice_filter?: Expression;
	/** XLSForm's `or_other`: a further choice "other" and a text for it, named `<name>_other`. */
	readonly or_other?: boolean;
	/** For `meta`: what is recorded. */
	readonly meta?: 'start' | 'end' | 'today' | 'device' | 'user';
	/** Path into the record's subject: `resident.birth_date`. */
	readonly prefill?: string;
	readonly unit?: string;
	readonly normal?: NormalRange;
	/** Weight of the item in the form's score. */
	readonly score?: number;
	/** An answer worth nothing fails the whole form. */
	readonly veto?: boolean;
	readonly children?: readonly Item[];
	/** For `repeat`: how many there are, as an expression; otherwise the person adds and removes. */
	readonly repeat_count?: Expression;
	readonly initial?: number;
	readonly min?: number;
	readonly max?: number;
}

export type Expression = string | boolean;

export interface Choice {
	readonly name: string;
	readonly label?: Text;
	/** What the answer is worth. A choice without one ("not applicable") leaves its item out of the score. */
	readonly score?: number;
	/** Choosing it fails the whole form. */
	readonly veto?: boolean;
	/** Further columns, for choice filters and `instance()`. */
	readonly [column: string]: unknown;
}

/** Something that the answers show and that a domain acts on. */
export interface Flag {
	readonly id: string;
	readonly when: Expression;
	readonly level: string;
	readonly label?: Text;
	/** The next step, for the domain's rules: `{ kind: 'revisit', due_in_hours: 24 }`. */
	readonly create_task?: Readonly<Record<string, string | number>>;
}
