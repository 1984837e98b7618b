import { createSubscriber } from 'svelte/reactivity';
import type { Store, Subscription } from './contract';

function atOnce(work: () => void): () => void {
	work();
	return () => undefined;
}

/**
 * What a read found, kept right while somebody looks at it. The last value stays when nobody looks, so that a screen
 * that is opened again shows it at once and is corrected a moment later.
 */
export class Live<T> {
	#value: T | undefined;
	#failed: unknown;
	readonly #subscribe: () => void;

	/** @param begin `whenIdle` for what may stand a moment later than the screen that it is part of */
	constructor(
		store: Store,
		read: (store: Store) => Promise<T>,
		begin: (work: () => void) => () => void = atOnce
	) {
		this.#subscribe = createSubscriber((update) => {
			let subscription: Subscription | undefined;
			const leave = begin(() => {
				subscription = store.watch(
					read,
					(value) => {
						this.#value = value;
						this.#failed = undefined;
						update();
					},
					(error) => {
						this.#failed = error;
						update();
					}
				);
			});
			return () => {
				leave();
				subscription?.stop();
			};
		});
	}

	/** `undefined` until the first read has come back. */
	get value(): T | undefined {
		this.#subscribe();
		return this.#value;
	}

	/** Why the last read failed, if it did. */
	get failed(): unknown {
		this.#subscribe();
		return this.#failed;
	}
}
