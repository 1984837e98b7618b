import type { Calls, Context } from './context';
import { daysMoment, instantMoment, Moment, parseMoment } from './moment';
import { toNumber, toText, type Value } from './value';

/** A value as a moment: a text in ISO form, or a number of days since 1970-01-01. */
export function toMoment(value: Value, zone: string): Moment | undefined {
	if (value instanceof Moment) return value;
	const parsed = typeof value === 'number' ? undefined : parseMoment(toText(value).trim(), zone);
	if (parsed) return parsed;
	const days = toNumber(value);
	// Beyond the years 0 to 9999 there is no ISO text.
	return days > -719_529 && days < 2_932_897 ? daysMoment(days, zone) : undefined;
}

function format({ env }: Context, value: Value, layout: Value): string {
	const moment = toMoment(value, env.zone);
	if (!moment) return '';
	const [Y = '', m, d, H, M, S, milliseconds] = moment.iso.split(/\D/);
	const named = (part: 'month' | 'weekday') =>
		new Date(moment.civil).toLocaleString('en', { timeZone: 'UTC', [part]: 'short' });
	const numbers: Readonly<Record<string, unknown>> = {
		...{ Y, m, d, H, M, S, 3: milliseconds },
		...{ y: Y.slice(2), n: Number(m), e: Number(d), h: Number(H) }
	};
	return toText(layout).replace(/%([YymnbdeHhMS3a])/g, (_whole, code: string) =>
		String(numbers[code] ?? named(code === 'a' ? 'weekday' : 'month'))
	);
}

const now = ({ env }: Context): Moment => instantMoment(env.now(), env.zone);

export const momentCalls: Calls = {
	today: (context) => now(context).date,
	now,
	date: ({ env }, value) => toMoment(value, env.zone)?.date ?? '',
	'date-time': ({ env }, value) => toMoment(value, env.zone) ?? '',
	'format-date': format,
	'format-date-time': format
};

/** Those whose result is a number. */
export const dayCalls: Calls = {
	'decimal-date-time': ({ env }, value) => toMoment(value, env.zone)?.days ?? NaN,
	/** The time of day as a fraction of the day. */
	'decimal-time': (_context, value) => {
		const clock = /^[\d:.]*/.exec(toText(value));
		return parseMoment(`1970-01-01T${clock}`, 'UTC')?.days ?? NaN;
	}
};
