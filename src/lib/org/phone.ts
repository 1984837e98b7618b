/**
 * A number that residents can ring: a mobile, a landline with its area code and perhaps an extension, or a service number
 * of five digits (domain.md 2.7). Spaces and dashes are how people write it.
 */
export function isPhone(typed: string): boolean {
	const digits = typed.replace(/[\s-]/g, '');
	return /^1\d{10}$/.test(digits) || /^0\d{9,11}(?:转\d{1,6})?$/.test(digits) || /^1\d{4}$/.test(digits);
}
