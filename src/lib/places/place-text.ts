import { m } from '../paraglide/messages';
import type { Locale } from '../paraglide/runtime';
import { word } from '../ui/word';
import type { Inspection } from './inspection';
import type { InspectionTemplate } from './inspection-template';

const kinds: Readonly<Record<string, () => string>> = {
	wastePoint: m.place_kind_wastePoint,
	noise: m.place_kind_noise,
	greenPlot: m.place_kind_greenPlot,
	corridor: m.place_kind_corridor,
	compound: m.place_kind_compound,
	street: m.place_kind_street,
	patrolRoute: m.place_kind_patrolRoute,
	hazardousWaste: m.place_kind_hazardousWaste,
	shop: m.place_kind_shop,
	restaurant: m.place_kind_restaurant,
	workshop: m.place_kind_workshop,
	market: m.place_kind_market,
	school: m.place_kind_school,
	office: m.place_kind_office,
	other: m.place_kind_other
};
const cadences: Readonly<Record<string, () => string>> = {
	day: m.place_every_day,
	week: m.place_every_week,
	month: m.place_every_month,
	quarter: m.place_every_quarter,
	halfYear: m.place_every_halfYear,
	year: m.place_every_year
};

export const kindText = (kind: string) => word(kinds, kind);
export const cadenceText = (cadence: string) => word(cadences, cadence);

/** Words that a community wrote, in the reader's language or whatever there is. */
const inWords = (words: Readonly<Record<string, string>>, locale: Locale) =>
	words[locale] ?? words[locale.slice(0, 2)] ?? Object.values(words)[0] ?? '';

/** What an inspection was made by; its code where the template is not on this device. */
export const templateText = (
	template: InspectionTemplate | undefined,
	{ template: { code } }: Pick<Inspection, 'template'>,
	locale: Locale
) => (template ? inWords(template.title, locale) : code) || m.place_template_unknown();

/** The failed items of an inspection, by the words of its template. */
export const failedItems = (
	{ answers }: Pick<Inspection, 'answers'>,
	template: InspectionTemplate | undefined,
	locale: Locale
): string[] =>
	Object.entries(answers).flatMap(([code, { result }]) => {
		if (result !== 'fail') return [];
		const item = template?.items.find((one) => one.code === code);
		return [item ? inWords(item.text, locale) : code];
	});
