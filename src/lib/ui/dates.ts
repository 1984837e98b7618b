import { getLocale } from '../paraglide/runtime';

/** How instants and days read on screen, in the community's time zone. */
const ZONE = 'Asia/Shanghai';

const format = (options: Intl.DateTimeFormatOptions, timeZone: string) =>
	new Intl.DateTimeFormat(getLocale(), { ...options, timeZone });

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
export const shortDay = (day: string) =>
	format({ month: 'short', day: 'numeric' }, 'UTC').format(new Date(`${day}T00:00:00Z`));

/** `11月21日–30日`, from two calendar days. */
export const dayRange = (from: string, to: string) =>
	from === to
		? shortDay(from)
		: format({ month: 'short', day: 'numeric' }, 'UTC').formatRange(
				new Date(`${from}T00:00:00Z`),
				new Date(`${to}T00:00:00Z`)
			);
