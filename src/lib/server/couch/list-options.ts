import type { Call } from './call';
import { badRequest, queryParseError } from './errors';
import type { Json, JsonObject } from './json';

const RANGE = ['key', 'startkey', 'start_key', 'endkey', 'end_key'];

/** Options of a listing, from the query or a POST's body; the body counts more. */
export class ListOptions {
	private constructor(
		private readonly call: Call,
		private readonly body: JsonObject
	) {}

	static async from(call: Call): Promise<ListOptions> {
		return new ListOptions(call, call.method === 'POST' ? await call.posted() : {});
	}

	/** The first of these names that was given. */
	value(...names: string[]): Json | undefined {
		for (const name of names) {
			const value = Object.hasOwn(this.body, name) ? this.body[name] : this.call.query.json(name);
			if (value !== undefined) return value;
		}
		return undefined;
	}

	flag(name: string): boolean {
		return (
			(Object.hasOwn(this.body, name) ? this.body[name] === true : this.call.query.boolean(name)) === true
		);
	}

	/** @throws CouchError 400 */
	count(name: string): number | undefined {
		const value = Object.hasOwn(this.body, name) ? this.body[name] : this.call.query.count(name);
		if (value === undefined) return undefined;
		if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
			throw queryParseError(`Invalid value for positive integer: ${JSON.stringify(value)}`);
		}
		return value;
	}

	/** @throws CouchError 400 when a range is given as well */
	keys(): Json[] | undefined {
		const keys = this.value('keys');
		if (keys === undefined) return undefined;
		if (!Array.isArray(keys)) throw badRequest('`keys` body member must be an array.');
		if (this.value(...RANGE) !== undefined) {
			throw queryParseError('`keys` is incompatible with `key`, `start_key` and `end_key`');
		}
		return keys;
	}
}
