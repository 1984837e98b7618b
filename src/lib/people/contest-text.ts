import { m } from '../paraglide/messages';
import { word } from '../ui/word';
import { categoryText } from './category-text';
import { relationText, sexText, tenureText } from './resident-text';

/** Fields of people as a reader calls them. */
export const fieldText: Readonly<Record<string, () => string>> = {
	name: m.person_name,
	phone: m.person_phone,
	sex: m.person_sex,
	birthYear: m.person_birth_year,
	relationToHead: m.person_relation_label,
	careCategories: m.person_categories,
	tenure: m.household_tenure,
	note: m.household_note
};

/** A value in words; what has none stays as it is stored. */
export function valueText(field: string, value: unknown): string {
	if (value === undefined || value === null || value === '') return m.value_empty();
	if (field === 'careCategories' && Array.isArray(value))
		return value
			.map((care: { category?: string }) => word(categoryText, care.category ?? ''))
			.join(m.list_comma());
	if (field === 'relationToHead') return word(relationText, String(value));
	if (field === 'sex') return word(sexText, String(value));
	if (field === 'tenure') return word(tenureText, String(value));
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
