import type { Answer, Trouble } from '../contract';
import type { Field } from '../definition/field';
import { typeRules } from '../definition/types';
import { toMoment } from '../expression/date-functions';
import { numberText, toText, words, type Value } from '../expression/value';

/**
 * Reads what a widget or a draft hands in as the question's type.
 * @param restored keep choices that the list does not have: an older program must not lose a newer one's answer
 * @returns canonical text, or why the input is not of the type
 */
export function typed(field: Field, answer: Answer, zone: string, restored: boolean): string | Trouble {
	const text = textOf(answer);
	const read = typeRules(field.item.type)?.read;
	if (text.trim() === '' || !read) return text.trim() && text;
	const names = restored ? [] : field.choices.map((choice) => choice.name);
	return read(text, { parameters: field.item.parameters ?? {}, names, zone });
}

/** What was handed in, as text. */
export function textOf(answer: Answer): string {
	if (typeof answer === 'number') return numberText(answer);
	return Array.isArray(answer) ? answer.join(' ') : String(answer ?? '');
}

/** A calculation's result as the text that the field stores. */
export function calculated({ item: { type } }: Field, value: Value, zone: string): string {
	if (typeof value !== 'number') return toText(value);
	if (!Number.isFinite(value)) return '';
	if (type === 'date') return String(toMoment(value, zone)?.date ?? '');
	if (type === 'datetime') return String(toMoment(value, zone) ?? '');
	return numberText(type === 'integer' ? Math.trunc(value) : value);
}

/** The stored answer of a canonical text: a list, a number or the text. */
export function answerOf({ item, numeric }: Field, raw: string): Answer {
	const { stored } = typeRules(item.type) ?? {};
	if (stored === 'list' || Number(item.parameters?.max_count) > 1) return words(raw);
	const number = Number(raw);
	return (stored === 'number' || numeric) && Number.isFinite(number) ? number : raw;
}
