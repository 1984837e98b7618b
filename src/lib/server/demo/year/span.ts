import { addDays, type Day } from '../../../org/calendar';
import { DEMO_DAY } from '../figures';

/** The year that the demo has lived through. */
export interface Span {
	readonly first: Day;
	/** The demo's today: nothing lies after noon of it. */
	readonly last: Day;
}

export const yearUntil = (last: Day = DEMO_DAY): Span => ({ first: addDays(last, -364), last });

/** The demo's people live at UTC+8, without summer time. Milliseconds since 1970. */
export const instant = (day: Day, minute: number): number =>
	Date.parse(`${day}T00:00:00+08:00`) + Math.round(minute * 60_000);

export const iso = (ms: number): string => new Date(ms).toISOString();

/** 0 Sunday … 6 Saturday. */
export const weekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();
export const isWorkday = (day: Day): boolean => weekday(day) > 0 && weekday(day) < 6;

const known = new WeakMap<Span, readonly Day[]>();

/** All its days, in order. */
export function daysOf(span: Span): readonly Day[] {
	const before = known.get(span);
	if (before) return before;
	const days: Day[] = [];
	for (let day = span.first; day <= span.last; day = addDays(day, 1)) days.push(day);
	known.set(span, days);
	return days;
}
