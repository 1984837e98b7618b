/** Texts of calendar days and times as questions hold them, and what people type for them. */

/** Year, month and day as typed, perhaps not complete yet. */
export type DayParts = readonly [year: string, month: string, day: string];

/** What was typed so far, from a question's input: `1948-3-` keeps what there is. */
export function dayParts(input: string): DayParts {
	const [, year = '', month = '', day = ''] = /^(\d*)-?(\d*)-?(\d*)/.exec(input) ?? [];
	return [year, month, day];
}

const two = (text: string) => (text === '' ? '' : text.padStart(2, '0'));

/** `2026-03-09` once all three are there; before, what there is, which is no date and is told so. */
export function dayText([year, month, day]: DayParts): string {
	if (!year && !month && !day) return '';
	const complete = year.length === 4 && month !== '' && day !== '';
	return complete ? `${year}-${two(month)}-${two(day)}` : `${year}-${month}-${day}`;
}

/** The calendar day of an instant in a zone, some days on: `2026-11-21`. */
export const dayOf = (instant: number, zone: string, add = 0): string =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant + add * 86_400_000);

/** The clock's time of an instant in a zone: `09:30`. */
export const timeOf = (instant: number, zone: string): string =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' }).format(instant);
