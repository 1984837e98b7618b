import { getLocale } from '../paraglide/runtime';

/** How instants and days read on screen, in the community's time zone. */
const ZONE = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a cheap phone more than a card of the list that uses it. */
function format(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
	const locale = getLocale();
	const key = JSON.stringify([locale, timeZone, options]);
	const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
	formats.set(key, format);
	return format;
}

/** Makes ready what the first screens write days and times with. */
export function prepareDates(): void {
	const now = new Date().toISOString();
	longDay(new Date(now));
	timeOfDay(now);
	shortDay(now.slice(0, 10));
}

/** `11月21日星期六` */
export const longDay = (instant: Date, timeZone = ZONE) =>
	format({ month: 'long', day: 'numeric', weekday: 'long' }, timeZone).format(instant);

/** `11月21日 09:20`, from UTC ISO. */
export const dayAndTime = (iso: string, timeZone = ZONE) =>
	format(
		{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
		timeZone
	).format(new Date(iso));

/** `09:20`, from UTC ISO. */
export const timeOfDay = (iso: string, timeZone = ZONE) =>
	format({ hour: '2-digit', minute: '2-digit', hour12: false }, timeZone).format(new Date(iso));

/** `11月21日`, from a calendar day such as `2026-11-21`. */
const shortDay = (day: string) =>
	format({ month: 'short', day: 'numeric' }, 'UTC').format(new Date(`${day}T00:00:00Z`));

/** `2025年11月23日`, from a calendar day that may lie years back. */
export const fullDay = (day: string) =>
	format({ dateStyle: 'long' }, 'UTC').format(new Date(`${day}T00:00:00Z`));

const HALF_YEAR = 183 * 86_400_000;

/** As people write a day: with its year where the nearest day of that name is another one. */
export const dayText = (day: string, now = new Date()) =>
	(Math.abs(Date.parse(day) - now.getTime()) < HALF_YEAR ? shortDay : fullDay)(day);

/** `12月`, from a calendar day. */
export const monthOf = (day: string) =>
	format({ month: 'short' }, 'UTC').format(new Date(`${day}T00:00:00Z`));

/** `11月1日–30日`, `Nov 1–30`, from two calendar days. Written here because `formatRange` gives Chinese `11/1 – 11/30`. */
export function dayRange(from: string, to: string): string {
	if (from === to) return shortDay(from);
	const sameMonth = from.slice(0, 7) === to.slice(0, 7);
	const end = sameMonth
		? format({ day: 'numeric' }, 'UTC').format(new Date(`${to}T00:00:00Z`))
		: shortDay(to);
	return `${shortDay(from)}–${end}`;
}
