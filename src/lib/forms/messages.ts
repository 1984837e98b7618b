import { m } from '../paraglide/messages';
import { locales, type Locale } from '../paraglide/runtime';
import type { Finding, FormNode, LiveForm, Trouble } from './contract';

type Params = Readonly<Record<string, string | number>>;
type Say = (params: Params, locale: Locale) => string;

/** The parameters that a message takes come from the engine; a missing one shows as nothing. */
const text = (params: Params, name: string) => String(params[name] ?? '');

const TROUBLES: Readonly<Record<Trouble['code'], Say>> = {
	required: (_params, locale) => m.form_trouble_required({}, { locale }),
	constraint: (_params, locale) => m.form_trouble_constraint({}, { locale }),
	not_integer: (_params, locale) => m.form_trouble_not_integer({}, { locale }),
	not_number: (_params, locale) => m.form_trouble_not_number({}, { locale }),
	not_date: (_params, locale) => m.form_trouble_not_date({}, { locale }),
	not_time: (_params, locale) => m.form_trouble_not_time({}, { locale }),
	out_of_range: (params, locale) =>
		m.form_trouble_out_of_range({ low: text(params, 'low'), high: text(params, 'high') }, { locale }),
	not_a_choice: (_params, locale) => m.form_trouble_not_a_choice({}, { locale }),
	not_a_place: (_params, locale) => m.form_trouble_not_a_place({}, { locale }),
	too_few: (params, locale) => m.form_trouble_too_few({ least: text(params, 'least') }, { locale }),
	warning: (_params, locale) => m.form_trouble_warning({}, { locale }),
	normal_low: (params, locale) => m.form_trouble_normal_low({ bound: text(params, 'bound') }, { locale }),
	normal_high: (params, locale) => m.form_trouble_normal_high({ bound: text(params, 'bound') }, { locale }),
	critical_low: (params, locale) => m.form_trouble_critical_low({ bound: text(params, 'bound') }, { locale }),
	critical_high: (params, locale) =>
		m.form_trouble_critical_high({ bound: text(params, 'bound') }, { locale }),
	choice_cleared: (_params, locale) => m.form_trouble_choice_cleared({}, { locale })
};

const OWN_MESSAGES = {
	required: 'required_message',
	constraint: 'constraint_message',
	warning: 'warning_message'
} as const;

/** What to tell the person about an answer: the form's own words where it has some. */
export function troubleText(form: LiveForm, node: FormNode, trouble: Trouble, locale: Locale): string {
	const own = Object.entries(OWN_MESSAGES).find(([code]) => code === trouble.code)?.[1];
	return (own && form.text(node, own, locale)) || TROUBLES[trouble.code](trouble.params, locale);
}

const FINDINGS: Readonly<Record<string, Say>> = {
	not_understood: (_params, locale) => m.form_finding_not_understood({}, { locale }),
	not_an_object: (_params, locale) => m.form_finding_not_an_object({}, { locale }),
	unknown_schema: (params, locale) =>
		m.form_finding_unknown_schema({ name: text(params, 'name') }, { locale }),
	missing_property: (params, locale) =>
		m.form_finding_missing_property({ name: text(params, 'name') }, { locale }),
	wrong_kind: (params, locale) =>
		m.form_finding_wrong_kind({ name: text(params, 'name'), kind: text(params, 'kind') }, { locale }),
	forbidden_name: (params, locale) =>
		m.form_finding_forbidden_name({ name: text(params, 'name') }, { locale }),
	unknown_property: (params, locale) =>
		m.form_finding_unknown_property({ name: text(params, 'name') }, { locale }),
	text_too_long: (params, locale) =>
		m.form_finding_text_too_long({ length: text(params, 'length'), max: text(params, 'max') }, { locale }),
	groups_too_deep: (params, locale) =>
		m.form_finding_groups_too_deep({ max: text(params, 'max') }, { locale }),
	too_many_items: (params, locale) => m.form_finding_too_many_items({ max: text(params, 'max') }, { locale }),
	too_many_choices: (params, locale) =>
		m.form_finding_too_many_choices({ max: text(params, 'max') }, { locale }),
	duplicate_name: (params, locale) =>
		m.form_finding_duplicate_name({ name: text(params, 'name') }, { locale }),
	duplicate_choice: (params, locale) =>
		m.form_finding_duplicate_choice({ name: text(params, 'name') }, { locale }),
	bad_name: (params, locale) => m.form_finding_bad_name({ name: text(params, 'name') }, { locale }),
	bad_choice: (params, locale) => m.form_finding_bad_choice({ name: text(params, 'name') }, { locale }),
	bad_version: (params, locale) => m.form_finding_bad_version({ name: text(params, 'name') }, { locale }),
	empty_survey: (_params, locale) => m.form_finding_empty_survey({}, { locale }),
	unknown_type: (params, locale) => m.form_finding_unknown_type({ name: text(params, 'name') }, { locale }),
	unknown_list: (params, locale) => m.form_finding_unknown_list({ name: text(params, 'name') }, { locale }),
	unknown_meta: (params, locale) => m.form_finding_unknown_meta({ name: text(params, 'name') }, { locale }),
	children_of_question: (_params, locale) => m.form_finding_children_of_question({}, { locale }),
	missing_label: (params, locale) => m.form_finding_missing_label({ name: text(params, 'name') }, { locale }),
	missing_translation: (params, locale) =>
		m.form_finding_missing_translation({ languages: text(params, 'languages') }, { locale }),
	unclosed: (params, locale) => m.form_finding_unclosed({ mark: text(params, 'mark') }, { locale }),
	unexpected: (params, locale) => m.form_finding_unexpected({ token: text(params, 'token') }, { locale }),
	expected: (params, locale) => m.form_finding_expected({ mark: text(params, 'mark') }, { locale }),
	empty: (_params, locale) => m.form_finding_empty({}, { locale }),
	ends_early: (_params, locale) => m.form_finding_ends_early({}, { locale }),
	expression_too_deep: (_params, locale) => m.form_finding_expression_too_deep({}, { locale }),
	expression_too_long: (params, locale) =>
		m.form_finding_expression_too_long({ max: text(params, 'max') }, { locale }),
	unsupported_axis: (params, locale) =>
		m.form_finding_unsupported_axis({ axis: text(params, 'axis') }, { locale }),
	unsupported_last_saved: (params, locale) =>
		m.form_finding_unsupported_last_saved({ name: text(params, 'name') }, { locale }),
	unknown_function: (params, locale) => {
		const [name, near] = [text(params, 'name'), text(params, 'near')];
		return near === ''
			? m.form_finding_unknown_function({ name }, { locale })
			: m.form_finding_unknown_function_near({ name, near }, { locale });
	},
	arity: (params, locale) =>
		m.form_finding_arity(
			{ name: text(params, 'name'), count: text(params, 'count'), least: text(params, 'least') },
			{ locale }
		),
	unknown_field: (params, locale) => m.form_finding_unknown_field({ name: text(params, 'name') }, { locale }),
	ambiguous_field: (params, locale) =>
		m.form_finding_ambiguous_field({ name: text(params, 'name') }, { locale }),
	unknown_column: (params, locale) =>
		m.form_finding_unknown_column({ name: text(params, 'name'), list: text(params, 'list') }, { locale }),
	cycle: (params, locale) => m.form_finding_cycle({ names: text(params, 'names') }, { locale }),
	pattern_invalid: (_params, locale) => m.form_finding_pattern_invalid({}, { locale }),
	pattern_too_long: (_params, locale) => m.form_finding_pattern_too_long({}, { locale }),
	pattern_nested: (_params, locale) => m.form_finding_pattern_nested({}, { locale }),
	pattern_back_reference: (_params, locale) => m.form_finding_pattern_back_reference({}, { locale }),
	pattern_too_open: (_params, locale) => m.form_finding_pattern_too_open({}, { locale }),
	pattern_not_literal: (_params, locale) => m.form_finding_pattern_not_literal({}, { locale }),
	version_taken: (params, locale) =>
		m.form_finding_version_taken({ version: text(params, 'version') }, { locale })
};

/** A finding in one language: what is wrong and how to mend it. A code without words shows as itself. */
export function findingText({ code, params }: Finding, locale: Locale): string {
	const message = FINDINGS[code]?.(params, locale) ?? code;
	return params.at === undefined
		? message
		: m.form_finding_where({ at: text(params, 'at'), message }, { locale });
}

/** A finding in every language of the app: what publishing answers with. */
export const findingMessages = (finding: Finding): { path: string; message: Record<Locale, string> } => ({
	path: finding.path,
	message: Object.fromEntries(locales.map((locale) => [locale, findingText(finding, locale)])) as Record<
		Locale,
		string
	>
});
