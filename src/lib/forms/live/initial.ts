import type { Answer, FormHost } from '../contract';
import { isDynamic, type Field } from '../definition/field';
import { isLiteral, isPlain } from '../definition/shape';
import { instantMoment } from '../expression/moment';

/** A value of the record's subject at a path such as `resident.birth_date`. */
function prefilled(subject: unknown, path = ''): Answer {
	let value = subject;
	for (const key of path.split('.')) {
		if (!isPlain(value) || !Object.hasOwn(value, key)) return null;
		value = value[key];
	}
	if (Array.isArray(value)) return value.map(String);
	return isLiteral(value) ? value : null;
}

/** What a new form's question begins with; a computed default is evaluated once the form stands. */
export function initialAnswer({ item }: Field, { subject, now, zone, device, user }: FormHost): Answer {
	const value = prefilled(subject, item.prefill);
	if (value !== null) return value;
	const moment = () => instantMoment(now(), zone);
	if (item.meta === 'start') return String(moment());
	if (item.meta === 'today') return String(moment().date);
	if (item.meta === 'device') return device ?? null;
	if (item.meta === 'user') return user ?? null;
	return isDynamic(item.default) ? null : (item.default ?? null);
}
