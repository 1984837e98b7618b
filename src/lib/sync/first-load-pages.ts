import type { Scope } from '../org/scopes';
import { PAGE, type Position } from './first-load-position';
import type { Wire } from './wire';
import { insideOf, type IdRange } from './window';

export interface LoadedDoc {
	_id: string;
	_rev: string;
	_conflicts?: string[];
}
export interface Page {
	readonly rows: readonly { readonly id: string; readonly doc: LoadedDoc }[];
}

/** Where to read on: a range, and the last id that is there already. */
export interface Cursor {
	readonly range: number;
	readonly after: string;
}

/** What a scope's first load reads, page by page, in the order in which it is wanted. */
export class Pages {
	readonly #ranges: readonly IdRange[];
	#counts: readonly number[] | undefined;

	constructor(
		private readonly wire: Wire,
		private readonly scope: Scope,
		{ start = 0, small }: Position
	) {
		this.#ranges = small ? [{ from: '_design0', to: '{' }] : insideOf(scope, start);
	}

	/** From `after` on, itself included: skipping it by count would skip another one if it was deleted meanwhile. */
	async read({ range, after }: Cursor): Promise<Page> {
		const { from, to } = this.#ranges[range] ?? { from: '{', to: '{' };
		const page = await this.#ask(after || from, { endkey: to, limit: PAGE, docs: true });
		return { rows: (page.rows as Page['rows']).filter(({ id }) => id !== after) };
	}

	/** Where to go on after this page; `undefined` after the last one. Ranges known to be empty are passed over. */
	after({ range, after }: Cursor, { rows }: Page): Cursor | undefined {
		const last = rows.at(-1)?.id;
		const full = rows.length + (after ? 1 : 0) === PAGE;
		if (full && last !== undefined) return { range, after: last };
		for (let next = range + 1; next < this.#ranges.length; next++)
			if (this.#counts?.[next] !== 0) return { range: next, after: '' };
		return undefined;
	}

	/** How many documents all ranges hold together. The places of their ends in the list tell, without reading it. */
	async count(): Promise<number> {
		const ends = [...new Set(this.#ranges.flatMap(({ from, to }) => [from, to]))];
		const places = await Promise.all(ends.map(async (end) => (await this.#ask(end, { limit: 0 })).offset));
		const placeOf = (end: string) => places[ends.indexOf(end)] ?? 0;
		this.#counts = this.#ranges.map(({ from, to }) => Math.max(0, placeOf(to) - placeOf(from)));
		return this.#counts.reduce((sum, count) => sum + count, 0);
	}

	async #ask(from: string, { endkey, limit, docs }: { endkey?: string; limit: number; docs?: boolean }) {
		const query = new URLSearchParams({ startkey: JSON.stringify(from), limit: String(limit) });
		if (endkey !== undefined) {
			query.set('endkey', JSON.stringify(endkey));
			query.set('inclusive_end', 'false');
		}
		if (docs) {
			query.set('include_docs', 'true');
			query.set('conflicts', 'true');
		}
		return (await this.wire.json(`/${this.scope}/_all_docs?${query}`)) as { rows: unknown; offset: number };
	}
}
