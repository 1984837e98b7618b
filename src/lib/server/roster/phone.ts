/* Telephone numbers as domain.md 2.7 gives them. */
const MOBILE = /^1[3-9]\d{9}$/;
/** `0` + 2–3 digits of area + 7–8 digits, optionally an extension. */
const LANDLINE = /^0\d{2,3}-?\d{7,8}(?:-\d{1,6})?$/;
/** Invented numbers of the demo community: no Chinese mobile number begins with 104, so a tap on one reaches nobody. */
const DEMO = /^104\d{8}$/;

/** The number without the spaces and dashes that people write into it, or `undefined` when it is none. */
export function readPhone(written: string): string | undefined {
	const digits = written.replace(/[\s-]/g, '').replace(/^(?:\+86|0086)/, '');
	if (MOBILE.test(digits) || DEMO.test(digits)) return digits;
	const spaceless = written.replace(/\s/g, '');
	return LANDLINE.test(spaceless) ? spaceless : undefined;
}
