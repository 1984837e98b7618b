/** A calendar day in the community's time zone: `2026-11-21`. Days sort as text. */
export type Day = string;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far a zone's clocks are ahead of UTC. */
class Zone {
	readonly #format: Intl.DateTimeFormat;
	/** Milliseconds ahead, at the first instant of a day of UTC. */
	readonly #ahead = new Map<number, number>();

	constructor(timeZone: string) {
		this.#format = new Intl.DateTimeFormat('sv-SE', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23'
		});
	}

	/**
	 * What the zone's clocks show, as if they stood in UTC. Asking a format costs more than all the rest of a household's
	 * standing: a day of UTC that begins and ends with the same clocks has them throughout.
	 */
	shown(ms: number): number {
		const day = Math.floor(ms / DAY_MS);
		const ahead = this.#aheadOn(day);
		return ms + (ahead === this.#aheadOn(day + 1) ? ahead : this.#aheadAt(ms));
	}

	#aheadOn(day: number): number {
		const ahead = this.#ahead.get(day) ?? this.#aheadAt(day * DAY_MS);
		this.#ahead.set(day, ahead);
		return ahead;
	}

	#aheadAt(ms: number): number {
		const [year = 0, month = 1, ...rest] = (this.#format.format(ms).match(/\d+/g) ?? []).map(Number);
		return Date.UTC(year, month - 1, ...rest) - Math.floor(ms / 1000) * 1000;
	}
}

const zones = new Map<string, Zone>();

function shown(instant: Date | string, timeZone: string): number {
	const zone = zones.get(timeZone) ?? new Zone(timeZone);
	zones.set(timeZone, zone);
	return zone.shown(typeof instant === 'string' ? Date.parse(instant) : instant.getTime());
}

const days = new Map<number, Day>();

/** The day on which an instant falls, in a time zone such as `Asia/Shanghai`. */
export function dayOf(instant: Date | string, timeZone: string): Day {
	const number = Math.floor(shown(instant, timeZone) / DAY_MS);
	const day = days.get(number) ?? fromUtc(number * DAY_MS);
	days.set(number, day);
	return day;
}

/** The hour on a clock there, 0 to 23. */
export const hourOf = (instant: Date | string, timeZone: string): number =>
	new Date(shown(instant, timeZone)).getUTCHours();

/** The instant at which a day begins in a time zone, UTC ISO. A day whose midnight is skipped begins at its first instant. */
export function startOfDay(day: Day, timeZone: string): string {
	const guess = toUtc(day);
	// No zone is further than 14 hours from UTC; the first instant of the day is found by halving.
	let [before, inside] = [guess - 15 * HOUR_MS, guess + 15 * HOUR_MS];
	while (inside - before > 1) {
		const middle = Math.floor((before + inside) / 2);
		if (dayOf(new Date(middle), timeZone) < day) before = middle;
		else inside = middle;
	}
	return new Date(inside).toISOString();
}

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
