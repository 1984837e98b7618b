/** A calendar day in the community's time zone: `2026-11-21`. Days sort as text. */
export type Day = string;

/** Every zone's offset is a multiple of a quarter of an hour: within one, day and hour are the same. */
const QUARTER = 900_000;

/** One zone's format and what it has told: `2026-11-21 09`. */
interface ZoneHours {
	readonly format: Intl.DateTimeFormat;
	readonly hours: Map<number, string>;
}
const zones = new Map<string, ZoneHours>();

function zoneHours(timeZone: string): ZoneHours {
	let zone = zones.get(timeZone);
	if (!zone) {
		const format = new Intl.DateTimeFormat('sv-SE', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			hourCycle: 'h23'
		});
		zone = { format, hours: new Map() };
		zones.set(timeZone, zone);
	}
	return zone;
}

function dayAndHour(instant: Date | string, timeZone: string): string {
	const { format, hours } = zoneHours(timeZone);
	const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
	const quarter = Math.floor(ms / QUARTER);
	let told = hours.get(quarter);
	if (told === undefined) {
		told = format.format(ms);
		hours.set(quarter, told);
	}
	return told;
}

/** The day on which an instant falls, in a time zone such as `Asia/Shanghai`. */
export const dayOf = (instant: Date | string, timeZone: string): Day =>
	dayAndHour(instant, timeZone).slice(0, 10);

/** The hour on a clock there, 0 to 23. */
export const hourOf = (instant: Date | string, timeZone: string): number =>
	Number(dayAndHour(instant, timeZone).slice(-2));

/** The instant at which a day begins in a time zone, UTC ISO. A day whose midnight is skipped begins at its first instant. */
export function startOfDay(day: Day, timeZone: string): string {
	const guess = toUtc(day);
	// No zone is further than 14 hours from UTC; the first instant of the day is found by halving.
	let [before, inside] = [guess - 15 * 3_600_000, guess + 15 * 3_600_000];
	while (inside - before > 1) {
		const middle = Math.floor((before + inside) / 2);
		if (dayOf(new Date(middle), timeZone) < day) before = middle;
		else inside = middle;
	}
	return new Date(inside).toISOString();
}

const DAY_MS = 86_400_000;
const toUtc = (day: Day) => Date.parse(`${day}T00:00:00Z`);
const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => fromUtc(toUtc(day) + days * DAY_MS);

/** Days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: Day, b: Day): number => Math.round((toUtc(b) - toUtc(a)) / DAY_MS);

export type PeriodKind = 'week' | 'month' | 'quarter' | 'halfYear' | 'year';

/** First and last day, both inclusive. */
export interface Period {
	readonly first: Day;
	readonly last: Day;
}

const MONTHS: Record<Exclude<PeriodKind, 'week'>, number> = { month: 1, quarter: 3, halfYear: 6, year: 12 };

const periods = new Map<string, Period>();

/** The period that contains a day. Weeks are ISO weeks: Monday to Sunday (R-V2, domain.md). */
export function periodOf(kind: PeriodKind, day: Day): Period {
	const key = kind + day;
	const period = periods.get(key) ?? reckonPeriod(kind, day);
	periods.set(key, period);
	return period;
}

function reckonPeriod(kind: PeriodKind, day: Day): Period {
	const date = new Date(toUtc(day));
	if (kind === 'week') {
		const first = addDays(day, -((date.getUTCDay() + 6) % 7));
		return { first, last: addDays(first, 6) };
	}
	const months = MONTHS[kind];
	const startMonth = Math.floor(date.getUTCMonth() / months) * months;
	const year = date.getUTCFullYear();
	return {
		first: fromUtc(Date.UTC(year, startMonth, 1)),
		last: fromUtc(Date.UTC(year, startMonth + months, 0))
	};
}

export const nextPeriod = (kind: PeriodKind, period: Period): Period =>
	periodOf(kind, addDays(period.last, 1));
