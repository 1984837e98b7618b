import { EXPRESSIONS } from './field';

/** What a property of a definition may hold. */
export type Kind = keyof typeof CHECKS;
export type Plain = Readonly<Record<string, unknown>>;

/** Properties that hold what a person reads, in one or several languages. */
export const TEXTS = [
	...(['label', 'hint', 'guidance'] as const),
	...(['required_message', 'constraint_message', 'warning_message'] as const)
];

export const isPlain = (value: unknown): value is Plain =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isLiteral = (value: unknown): value is string | number | boolean =>
	['string', 'number', 'boolean'].includes(typeof value);

const isText = (value: unknown) => typeof value === 'string';
const all = (value: unknown, fits: (each: unknown) => boolean) => Array.isArray(value) && value.every(fits);

const CHECKS = {
	text: isText,
	texts: (value: unknown) => isText(value) || (isPlain(value) && Object.values(value).every(isText)),
	number: (value: unknown) => Number.isFinite(value),
	flag: (value: unknown) => typeof value === 'boolean',
	expression: (value: unknown) => isText(value) || typeof value === 'boolean',
	literal: isLiteral,
	object: isPlain,
	list: (value: unknown) => all(value, isPlain),
	words: (value: unknown) => all(value, isText),
	lists: (value: unknown) => isPlain(value) && Object.values(value).every((each) => all(each, isPlain))
};

/** A property means the same wherever it stands: in the form, an item, a choice or a flag. */
const PROPERTIES: Readonly<Record<Kind, string>> = {
	text: 'id version default_language type name list meta prefill appearance unit',
	texts: `title ${TEXTS.join(' ')}`,
	number: 'score initial min max low high critical_low critical_high',
	flag: 'allow_choice_clear or_other veto',
	expression: `instance_name when ${EXPRESSIONS.join(' ')}`,
	literal: 'default',
	object: 'settings parameters normal',
	list: 'survey children flags',
	words: 'languages',
	lists: 'choices tables'
};
const KINDS = new Map(
	Object.entries(PROPERTIES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as Kind]))
);

/** What a property must be, when it is not; undefined where it is fine or nobody knows it. */
export function misfit(name: string, value: unknown): Kind | undefined {
	const kind = KINDS.get(name);
	return kind && value !== undefined && !CHECKS[kind](value) ? kind : undefined;
}

export const isName = (value: unknown): value is string =>
	typeof value === 'string' && /^(?!__proto__$)[\p{L}_][\p{L}\p{N}\p{M}_.-]{0,127}$/u.test(value);
