import { badRequest, queryParseError } from './errors';
import { parseJsonText, type Json } from './json';

/** The query string with CouchDB's readings of it; a repeated name's last value counts. */
export class Query {
	readonly #values: Map<string, string>;

	constructor(text: string) {
		this.#values = new Map(new URLSearchParams(text));
	}

	has(name: string): boolean {
		return this.#values.has(name);
	}
	text(name: string): string | undefined {
		return this.#values.get(name);
	}
	/** A word that some clients send in JSON quotes: a revision, a sequence. */
	word(name: string): string | undefined {
		return this.#values.get(name)?.replace(/^"(.*)"$/s, '$1');
	}
	/** Only `true` is true, as CouchDB reads document options. */
	flag(name: string): boolean {
		return this.#values.get(name) === 'true';
	}
	/** @throws CouchError 400 when it is neither `true` nor `false` */
	boolean(name: string): boolean | undefined {
		const value = this.#values.get(name);
		if (value === undefined) return undefined;
		if (value !== 'true' && value !== 'false') throw queryParseError(`Invalid boolean parameter: "${value}"`);
		return value === 'true';
	}
	/** @throws CouchError 400 */
	count(name: string): number | undefined {
		const value = this.#values.get(name);
		if (value === undefined) return undefined;
		if (/^-\d+$/.test(value)) throw queryParseError(`Invalid value for positive integer: "${value}"`);
		if (!/^\d{1,15}$/.test(value)) throw queryParseError(`Invalid value for integer: "${value}"`);
		return Number(value);
	}
	/** @throws CouchError 400 */
	json(name: string): Json | undefined {
		const value = this.#values.get(name);
		return value === undefined ? undefined : parseJsonText(value);
	}
	/** A list of strings, as `open_revs` and `atts_since` carry it. */
	strings(name: string): string[] | undefined {
		const value = this.json(name);
		if (value === undefined) return undefined;
		if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
			throw badRequest(`\`${name}\` must be a JSON array of strings`);
		}
		return value;
	}
	all(): Record<string, string> {
		return Object.fromEntries(this.#values);
	}
}
