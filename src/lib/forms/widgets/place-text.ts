import { m } from '../../paraglide/messages';
import type { Locale } from '../../paraglide/runtime';

/** Why there is no place: `skip:<reason>` stands as the answer. */
export const SKIP_REASONS = ['no_signal', 'not_there', 'private', 'other'] as const;

const REASONS: Readonly<Record<string, (locale: Locale) => string>> = {
	no_signal: (locale) => m.form_skip_no_signal({}, { locale }),
	not_there: (locale) => m.form_skip_not_there({}, { locale }),
	private: (locale) => m.form_skip_private({}, { locale }),
	other: (locale) => m.form_skip_other({}, { locale })
};

export const skipText = (reason: string, locale: Locale): string =>
	Object.hasOwn(REASONS, reason) ? (REASONS[reason]?.(locale) ?? reason) : reason;

/** `30.27410, 120.15510（±12 米）`, or why there is none; empty without an answer. */
export function placeText(value: string, locale: Locale): string {
	if (value.startsWith('skip:')) {
		return m.form_place_skipped({ reason: skipText(value.slice('skip:'.length), locale) }, { locale });
	}
	const [latitude, longitude, , accuracy] = value.split(' ').map(Number);
	if (value === '' || latitude === undefined || longitude === undefined) return '';
	const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
	return accuracy === undefined
		? place
		: m.form_place_accuracy({ place, meters: Math.round(accuracy) }, { locale });
}
