import type { EditResult } from './profile-editor';

export type SaveRefusal = Extract<EditResult, { ok: false }>;

/** One saving at a time, as a screen shows it: whether it runs, and why the last one was refused. */
export class Saving {
	#running = $state(false);
	#refusal = $state.raw<SaveRefusal>();

	get running(): boolean {
		return this.#running;
	}

	/** Nothing was written then. Stays until the next attempt. */
	get refusal(): SaveRefusal | undefined {
		return this.#refusal;
	}

	/** Somebody is mending what was refused: it no longer holds. */
	forget(): void {
		this.#refusal = undefined;
	}

	/** True once the device has committed the work (N1); false also while another one runs. */
	async run(work: () => Promise<EditResult>): Promise<boolean> {
		if (this.#running) return false;
		this.#running = true;
		this.#refusal = undefined;
		try {
			const result = await work();
			if (!result.ok) this.#refusal = result;
			return result.ok;
		} catch {
			// Signing reads the device too; a storage that fails there fails the same way for the reader.
			this.#refusal = { ok: false, reason: 'storage', problems: [] };
			return false;
		} finally {
			this.#running = false;
		}
	}
}
