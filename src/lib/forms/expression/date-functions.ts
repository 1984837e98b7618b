import type { Context, FunctionTable } from './context';
import { daysMoment, instantMoment, Moment, parseMoment } from './moment';
import { toNumber, toText, type Value } from './value';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const two = (value: number) => String(value).padStart(2, '0');

/** A value as a moment: a text in ISO form, or a number of days since 1970-01-01. */
export function toMoment(value: Value, zone: string): Moment | undefined {
	if (value instanceof Moment) return value;
	const parsed = typeof value === 'number' ? undefined : parseMoment(toText(value).trim(), zone);
	if (parsed) return parsed;
	const days = toNumber(value);
	// Beyond the years 0 to 9999 there is no ISO text.
	return days > -719_529 && days < 2_932_897 ? daysMoment(days, zone) : undefined;
}

const FORMATS: Readonly<Record<string, (parts: Date) => string | number>> = {
	Y: (parts) => String(parts.getUTCFullYear()).padStart(4, '0'),
	y: (parts) => two(parts.getUTCFullYear() % 100),
	m: (parts) => two(parts.getUTCMonth() + 1),
	n: (parts) => parts.getUTCMonth() + 1,
	b: (parts) => MONTHS[parts.getUTCMonth()] ?? '',
	d: (parts) => two(parts.getUTCDate()),
	e: (parts) => parts.getUTCDate(),
	H: (parts) => two(parts.getUTCHours()),
	h: (parts) => parts.getUTCHours(),
	M: (parts) => two(parts.getUTCMinutes()),
	S: (parts) => two(parts.getUTCSeconds()),
	'3': (parts) => String(parts.getUTCMilliseconds()).padStart(3, '0'),
	a: (parts) => WEEKDAYS[parts.getUTCDay()] ?? ''
};

function format(context: Context, value: Value = '', layout: Value = ''): string {
	const parts = toMoment(value, context.env.zone)?.parts;
	if (!parts) return '';
	return toText(layout).replace(/%([YymnbdeHhMS3a])/g, (_whole, code: string) =>
		String(FORMATS[code]?.(parts) ?? '')
	);
}

const now = (context: Context): Moment => instantMoment(context.env.now(), context.env.zone);

const TIME = /^(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/;

/** The time of day as a fraction of the day. */
function timeFraction(text: string): number {
	const match = TIME.exec(text);
	if (!match) return NaN;
	const [, hour, minute, second = '0', fraction = '0'] = match;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
	return (Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction)) / 86_400;
}

export const dateFunctions: FunctionTable = {
	today: { least: 0, most: 0, run: (context) => now(context).date },
	now: { least: 0, most: 0, run: now },
	date: {
		least: 1,
		most: 1,
		run: (context, value = '') => toMoment(value, context.env.zone)?.date ?? ''
	},
	'date-time': {
		least: 1,
		most: 1,
		run: (context, value = '') => toMoment(value, context.env.zone) ?? ''
	},
	'decimal-date-time': {
		least: 1,
		most: 1,
		numeric: true,
		run: (context, value = '') => toMoment(value, context.env.zone)?.days ?? NaN
	},
	'decimal-time': {
		least: 1,
		most: 1,
		numeric: true,
		run: (_context, value = '') => timeFraction(toText(value))
	},
	'format-date': { least: 2, most: 2, run: format },
	'format-date-time': { least: 2, most: 2, run: format }
};
