import { createSubscriber } from 'svelte/reactivity';
import type { DraftBox, DraftHead } from '../../store/drafts';

/** The drafts on this device, the last touched first, kept right while somebody looks. */
export class Drafts {
	readonly #box: DraftBox;
	readonly #subscribe: () => void;
	#heads: readonly DraftHead[] = [];
	#undo = $state.raw<() => Promise<void>>();

	constructor(box: DraftBox) {
		this.#box = box;
		this.#subscribe = createSubscriber((update) => {
			const subscription = box.watch((heads) => {
				this.#heads = heads;
				update();
			}, console.error);
			return () => subscription.stop();
		});
	}

	get all(): readonly DraftHead[] {
		this.#subscribe();
		return this.#heads;
	}

	/** Whether the last discarded one can come back. */
	get canUndo(): boolean {
		return this.#undo !== undefined;
	}

	async discard(id: string): Promise<void> {
		this.#undo = await this.#box.discard(id);
	}

	async undo(): Promise<void> {
		const undo = this.#undo;
		this.#undo = undefined;
		await undo?.();
	}
}
