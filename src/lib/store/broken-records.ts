import type { BrokenRecord, Subscription } from './contract';

/** Records of a database that were met and did not open, for whoever tells a person. Known again after each start. */
export class BrokenRecords {
	readonly #met = new Map<string, BrokenRecord>();
	readonly #listeners = new Set<(broken: readonly BrokenRecord[]) => void>();

	add({ scope, id }: BrokenRecord): void {
		const place = `${scope}/${id}`;
		if (this.#met.has(place)) return;
		console.warn('store: does not open:', place);
		this.#met.set(place, { scope, id });
		for (const tell of this.#listeners) tell([...this.#met.values()]);
	}

	/** Calls `next` now and for each one that is met later. */
	watch(next: (broken: readonly BrokenRecord[]) => void): Subscription {
		this.#listeners.add(next);
		next([...this.#met.values()]);
		return { stop: () => void this.#listeners.delete(next) };
	}
}
