/*
 * Codes that people read to each other over the telephone: Crockford's base 32, which has neither I, L, O nor U.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A random code: five bits a character. */
export const randomCode = (length: number): string =>
	[...crypto.getRandomValues(new Uint8Array(length))].map((byte) => ALPHABET[byte & 31]).join('');

/** As it is meant, however it was typed: without blanks and dashes, O for 0, I and L for 1. */
export const normalCode = (typed: string): string =>
	typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[^0-9A-Z]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');

/** In groups of four, as it is shown: `7K2M-9QXT-…`. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
