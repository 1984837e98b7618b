import { parseMoment } from '../expression/moment';
import { numberText, words } from '../expression/value';

/** What could not be read as the type. */
export interface Misread {
	readonly code:
		'not_integer' | 'not_number' | 'not_date' | 'not_time' | 'out_of_range' | 'not_a_choice' | 'not_a_place';
	readonly params: Readonly<Record<string, number>>;
}

/** The question that an input is read for. */
export interface Asked {
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Names of the list's choices; empty when there is no list, or when unknown choices are to be kept. */
	readonly names: readonly string[];
	/** IANA name of the community's time zone. */
	readonly zone: string;
}

/** What the engine must know of a type. A new one is an entry of `TYPES`: docs/recipes/add-a-question-type.md. */
interface TypeRules {
	/** Reads an input, never empty, as canonical text. Without it any text is taken. */
	readonly read?: (text: string, asked: Asked) => string | Misread;
	/** How an answer is stored; as text when not said. */
	readonly stored?: 'number' | 'list';
	/** The property that it cannot do without. */
	readonly needs?: 'list' | 'calculation' | 'meta';
}

export const trouble = <C extends string>(code: C, params: Misread['params'] = {}) => ({ code, params });

/** A number as it is typed; Chinese input methods give full-width digits and signs. */
const numeral = (code: Misread['code'], form: RegExp, ignored: RegExp) => (text: string) => {
	const digits = text.normalize('NFKC').replace(ignored, '');
	return form.test(digits) ? numberText(Number(digits)) : trouble(code);
};
const integer = numeral('not_integer', /^[+-]?\d{1,15}$/, /[,\s]/g);
const decimal = numeral('not_number', /^[+-]?(\d+\.?\d*|\.\d+)$/, /\s/g);

function range(text: string, { parameters: { start = 1, end = 10 } }: Asked): string | Misread {
	const read = decimal(text);
	const [one, other] = [Number(start), Number(end)];
	const [low, high] = [Math.min(one, other), Math.max(one, other)];
	return Number(read) < low || Number(read) > high ? trouble('out_of_range', { low, high }) : read;
}

const date = (text: string, { zone }: Asked) =>
	String(parseMoment(text.trim(), zone)?.date ?? '') || trouble('not_date');

function datetime(text: string, { zone }: Asked): string | Misread {
	const moment = parseMoment(text.trim(), zone);
	return !moment || moment.dateOnly ? trouble('not_date') : String(moment);
}

/** Why there is no place, said instead of one: `skip:no_signal`. Nobody is made to be located (N11). */
const SKIPPED = /^skip:\w{1,40}$/;

function place(text: string): string | Misread {
	const [latitude = NaN, longitude = NaN, , , more] = words(text).map(Number);
	const fits = more === undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
	return fits || SKIPPED.test(text) ? text.trim() : trouble('not_a_place');
}

function chosen(text: string, { names }: Asked): string | Misread {
	const found = [...new Set(words(text))];
	const fits = names.length === 0 || found.every((name) => names.includes(name));
	return fits ? found.join(' ') : trouble('not_a_choice');
}

const select = { read: chosen, needs: 'list' } as const;

const TYPES = {
	text: {},
	integer: { read: integer, stored: 'number' },
	decimal: { read: decimal, stored: 'number' },
	range: { read: range, stored: 'number' },
	date: { read: date },
	time: { read: (text) => (/^([01]\d|2[0-3]):[0-5]\d/.test(text) ? text : trouble('not_time')) },
	datetime: { read: datetime },
	select_one: select,
	select_multiple: { ...select, stored: 'list' },
	rank: { ...select, stored: 'list' },
	note: { read: () => '' },
	calculate: { needs: 'calculation' },
	hidden: {},
	meta: { needs: 'meta' },
	geopoint: { read: place },
	image: {},
	audio: {},
	barcode: {},
	acknowledge: { read: (text) => (text === 'false' ? '' : 'OK') }
} satisfies Record<string, TypeRules>;

export type QuestionType = keyof typeof TYPES;

/** The rules of a type that may be unknown, or a group's. */
export const typeRules = (type: string): TypeRules | undefined =>
	Object.hasOwn(TYPES, type) ? TYPES[type as QuestionType] : undefined;
