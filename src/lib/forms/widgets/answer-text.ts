import { m } from '../../paraglide/messages';
import type { Locale } from '../../paraglide/runtime';
import type { FormNode, LiveForm } from '../contract';
import { placeText } from './place-text';

const dated = (value: string, locale: Locale, options: Intl.DateTimeFormatOptions): string => {
	const instant = new Date(value);
	return Number.isNaN(instant.getTime())
		? value
		: new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...options }).format(instant);
};

/** An answer as somebody reads it who looks it over; empty when there is none. */
export function answerText(form: LiveForm, node: FormNode, locale: Locale): string {
	const { value } = node;
	if (value === '') return node.input;
	switch (node.item.type) {
		case 'select_one':
		case 'select_multiple':
		case 'rank':
			return node.values
				.map((name) => {
					const choice = node.choices.find((each) => each.name === name);
					return choice ? form.labelOf(choice, locale) : name;
				})
				.join(m.list_comma({}, { locale }));
		case 'integer':
		case 'decimal':
		case 'range':
			return node.item.unit ? `${value} ${node.item.unit}` : value;
		case 'date':
			return dated(`${value}T00:00:00Z`, locale, { timeZone: 'UTC' });
		case 'datetime':
			// The wall clock's time as it was written, whatever zone this device stands in.
			return dated(`${value.slice(0, 16)}Z`, locale, { timeStyle: 'short', timeZone: 'UTC' });
		case 'time':
			return value.slice(0, 5);
		case 'geopoint':
			return placeText(value, locale);
		case 'acknowledge':
			return m.form_confirmed({}, { locale });
		case 'audio':
			return m.form_answer_recording({}, { locale });
		case 'image':
			if (!node.item.appearance?.includes('signature'))
				return m.form_answer_photos({ count: node.values.length }, { locale });
			return value.startsWith('typed:') ? value.slice('typed:'.length) : m.form_sign_done({}, { locale });
		default:
			return value;
	}
}
