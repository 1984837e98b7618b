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
		return this.dateOnly ? this : new Moment(Math.floor(this.civil / DAY) * DAY, true, this.zone);
	}

	/** The civil time as a Date whose UTC parts are to be read. */
	get parts(): Date {
		return new Date(this.civil);
	}

	/** ISO 8601: `2026-11-21`, or `2026-11-21T09:30:00.000+08:00`. */
	toString(): string {
		const iso = this.parts.toISOString();
		if (this.dateOnly) return iso.slice(0, 10);
		return `${iso.slice(0, 23)}${offsetText(civilOffset(this.civil, this.zone))}`;
	}
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
	let format = formats.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric'
		});
		formats.set(zone, format);
	}
	return format;
}

/** What a zone's clocks show, minus UTC, in milliseconds, at an instant. */
function zoneOffset(instant: number, zone: string): number {
	if (zone === 'UTC') return 0;
	const part: Record<string, number> = {};
	for (const { type, value } of zoneFormat(zone).formatToParts(instant)) part[type] = Number(value);
	const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function civilOffset(civil: number, zone: string): number {
	return zoneOffset(civil - zoneOffset(civil, zone), zone);
}

function offsetText(offset: number): string {
	const minutes = Math.abs(Math.trunc(offset / 60_000));
	const two = (value: number) => String(value).padStart(2, '0');
	return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** An instant (milliseconds UTC) as the clocks of a zone show it. */
export const instantMoment = (instant: number, zone: string): Moment =>
	new Moment(instant + zoneOffset(instant, zone), false, zone);

export const daysMoment = (days: number, zone: string): Moment =>
	new Moment(Math.round(days * DAY), Number.isInteger(days), zone);

const MOMENT =
	/^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

function offsetMilliseconds(text: string): number {
	if (text === 'Z') return 0;
	const digits = text.slice(1).replace(':', '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Reads an ISO date or date with time; a time without an offset is of the zone. Undefined when it is neither. */
export function parseMoment(text: string, zone: string): Moment | undefined {
	const match = MOMENT.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = match;
	const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
	const check = new Date(midnight);
	if (check.getUTCMonth() !== Number(month) - 1 || check.getUTCDate() !== Number(day)) return undefined;
	if (hour === undefined) return new Moment(midnight, true, zone);
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const time = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000;
	const civil = midnight + time + Number(fraction.slice(0, 3).padEnd(3, '0'));
	return offset ? instantMoment(civil - offsetMilliseconds(offset), zone) : new Moment(civil, false, zone);
}
