import type { Answer, Trouble } from '../contract';
import type { Field } from '../definition/field';
import { toMoment } from '../expression/date-functions';
import { parseMoment } from '../expression/moment';
import { numberText, words, type Value } from '../expression/value';

export interface Typed {
	/** Canonical text, empty when the input is not of the type. */
	readonly raw: string;
	readonly trouble?: Trouble;
}

const refuse = (code: Trouble['code'], params: Trouble['params'] = {}): Typed => ({
	raw: '',
	trouble: { code, params }
});

/** Chinese input methods type full-width digits and signs. */
const plainDigits = (text: string) => text.normalize('NFKC').replace(/[,，\s]/g, '');

function integer(text: string): Typed {
	const digits = plainDigits(text);
	return /^[+-]?\d{1,15}$/.test(digits) ? { raw: numberText(Number(digits)) } : refuse('not_integer');
}

function decimal(text: string): Typed {
	const digits = text.normalize('NFKC').replace(/\s/g, '');
	return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits) ? { raw: numberText(Number(digits)) } : refuse('not_number');
}

function range(text: string, field: Field): Typed {
	const typed = decimal(text);
	const { start = 1, end = 10 } = field.item.parameters ?? {};
	const [low, high] = [Number(start), Number(end)].sort((a, b) => a - b);
	const value = Number(typed.raw);
	if (typed.trouble || low === undefined || high === undefined) return typed;
	return value < low || value > high ? refuse('out_of_range', { low, high }) : typed;
}

/** Why there is no place, said instead of one: `skip:no_signal`. Nobody is made to be located (N11). */
const SKIPPED = /^skip:\w{1,40}$/;

function place(text: string): Typed {
	if (SKIPPED.test(text)) return { raw: text };
	const numbers = text.trim().split(/\s+/).map(Number);
	const [latitude = NaN, longitude = NaN] = numbers;
	const fits = numbers.length <= 4 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
	return fits ? { raw: text.trim() } : refuse('not_a_place');
}

function chosen(text: string, field: Field, unknown: boolean): Typed {
	const names = [...new Set(words(text))];
	const known = new Set(field.choices.map((choice) => choice.name));
	return unknown || names.every((name) => known.has(name))
		? { raw: names.join(' ') }
		: refuse('not_a_choice');
}

/**
 * Reads what a widget or a draft hands in as the question's type.
 * @param unknown keep choices that the list does not have: an older program must not lose a newer one's answer.
 */
export function typed(field: Field, answer: Answer, zone: string, unknown = false): Typed {
	const text = Array.isArray(answer)
		? answer.join(' ')
		: typeof answer === 'number'
			? numberText(answer)
			: String(answer ?? '');
	if (text.trim() === '') return { raw: '' };
	switch (field.item.type) {
		case 'integer':
			return integer(text);
		case 'decimal':
			return decimal(text);
		case 'range':
			return range(text, field);
		case 'date': {
			const date = parseMoment(text.trim(), zone)?.date;
			return date ? { raw: String(date) } : refuse('not_date');
		}
		case 'datetime': {
			const moment = parseMoment(text.trim(), zone);
			return moment && !moment.dateOnly ? { raw: String(moment) } : refuse('not_date');
		}
		case 'time':
			return /^([01]\d|2[0-3]):[0-5]\d/.test(text) ? { raw: text } : refuse('not_time');
		case 'select_one':
		case 'select_multiple':
		case 'rank':
			return chosen(text, field, unknown);
		case 'geopoint':
			return place(text);
		case 'acknowledge':
			return { raw: answer === false || text === 'false' ? '' : 'OK' };
		case 'note':
			return { raw: '' };
		default:
			return { raw: text };
	}
}

/** A calculation's result as the text that the field stores. */
export function calculated(field: Field, value: Value, zone: string): string {
	if (typeof value === 'number' && !Number.isFinite(value)) return '';
	const { type } = field.item;
	if (typeof value === 'number' && (type === 'date' || type === 'datetime')) {
		const moment = toMoment(value, zone);
		return String((type === 'date' ? moment?.date : moment) ?? '');
	}
	if (typeof value === 'number') return numberText(type === 'integer' ? Math.trunc(value) : value);
	const text = Array.isArray(value) ? (value[0]?.text() ?? '') : String(value);
	return text;
}

const LISTS: ReadonlySet<string> = new Set(['select_multiple', 'rank']);
const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal', 'range']);

/** Several values a question: chosen choices, photos where more than one is allowed. */
export const isList = ({ item }: Field): boolean =>
	LISTS.has(item.type) || (item.type === 'image' && Number(item.parameters?.max_count ?? 1) > 1);

/** The stored answer of a canonical text: a list, a number or the text. */
export function answerOf(field: Field, raw: string): Answer {
	if (isList(field)) return words(raw);
	const numeric = NUMBERS.has(field.item.type) || field.expressions.calculation?.numeric;
	return numeric && raw !== '' && Number.isFinite(Number(raw)) ? Number(raw) : raw;
}
