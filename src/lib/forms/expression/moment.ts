const DAY = 86_400_000;

/**
 * A date or a date with time, kept as civil time in the community's time zone, so that the distance between two
 * dates is a whole number of days even where a clock change or a historic offset lies between them.
 */
export class Moment {
	constructor(
		/** Milliseconds of civil time since 1970-01-01T00:00. */
		readonly civil: number,
		readonly dateOnly: boolean,
		/** IANA name of the zone that the civil time is of. */
		readonly zone: string
	) {}

	/** Days since 1970-01-01, with the time of day as the fraction. */
	get days(): number {
		return this.civil / DAY;
	}

	get date(): Moment {
		return new Moment(Math.floor(this.days) * DAY, true, this.zone);
	}

	/** The civil time in ISO form, as if it were of UTC. */
	get iso(): string {
		return new Date(this.civil).toISOString();
	}

	/** ISO 8601: `2026-11-21`, or `2026-11-21T09:30:00.000+08:00`. */
	toString(): string {
		if (this.dateOnly) return this.iso.slice(0, 10);
		const offset = zoneOffset(this.civil - zoneOffset(this.civil, this.zone), this.zone);
		const size = new Date(Math.abs(offset)).toISOString().slice(11, 16);
		return this.iso.slice(0, 23) + (offset < 0 ? '-' : '+') + size;
	}
}

const formats: Record<string, Intl.DateTimeFormat> = {};
const shown = 'numeric';

/** What a zone's clocks show, minus UTC, in milliseconds, at an instant. */
function zoneOffset(instant: number, timeZone: string): number {
	if (timeZone === 'UTC') return 0;
	const format = (formats[timeZone] ??= new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: shown,
		month: shown,
		day: shown,
		hour: shown,
		minute: shown,
		second: shown
	}));
	const part: Record<string, number> = {};
	for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
	const { year = 0, month = 0, day, hour, minute, second } = part;
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** An instant (milliseconds UTC) as the clocks of a zone show it. */
export const instantMoment = (instant: number, zone: string): Moment =>
	new Moment(instant + zoneOffset(instant, zone), false, zone);

export const daysMoment = (days: number, zone: string): Moment =>
	new Moment(Math.round(days * DAY), Number.isInteger(days), zone);

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:(Z)|([+-]\d\d):?(\d\d)?)?)?$/;

/** Reads an ISO date or date with time; a time without an offset is of the zone. Undefined when it is neither. */
export function parseMoment(text: string, zone: string): Moment | undefined {
	const [, date = '', clock, utc, hours, minutes = '00'] = MOMENT.exec(text) ?? [];
	const at = (offset: string) => Date.parse(`${date}T${clock ?? '00:00'}${offset}`);
	const civil = at('Z');
	// The 30th of February reads as the 2nd of March, 24:00 as the next day.
	if (Number.isNaN(civil) || !new Date(civil).toISOString().startsWith(date)) return undefined;
	if (utc) return instantMoment(civil, zone);
	return hours
		? instantMoment(at(`${hours}:${minutes}`), zone)
		: new Moment(civil, clock === undefined, zone);
}
