import type { Store } from '../store/contract';
import { Live } from '../store/live.svelte';

/** User name → 15-digit codes of the grids that the server has opened to the account, as it last said. */
type Granted = Readonly<Record<string, readonly string[]>>;

const key = (community: string) => `access:${community}`;

/**
 * Which grids the server has opened to whom. Managers write the directory; opening a database is the server's, so it is
 * asked after each change has been sent, and what it answered is kept (N3).
 */
export class AccessBook {
	readonly #store: Store;
	readonly #community: string;
	readonly #granted: Live<Granted | null>;
	#asking = false;
	#again = false;

	constructor(store: Store, community: string) {
		this.#store = store;
		this.#community = community;
		this.#granted = new Live(store, async (s) => (await s.readSetting<Granted>(key(community))) ?? null);
	}

	/** `undefined` while nobody knows: the server has not been asked on this device. */
	grantedTo(userName: string): readonly string[] | undefined {
		return this.#granted.value?.[userName];
	}

	/**
	 * Lets the server follow the directory as it has it. Without an answer the last one stays. Asked while an answer is
	 * under way, it asks once more: the directory may have changed since.
	 */
	async follow(): Promise<void> {
		this.#again = true;
		if (this.#asking) return;
		this.#asking = true;
		while (this.#again) {
			this.#again = false;
			await this.#ask();
		}
		this.#asking = false;
	}

	async #ask(): Promise<void> {
		try {
			const answer = await fetch(`/api/staff?community=${this.#community}`, {
				method: 'POST',
				cache: 'no-store',
				signal: AbortSignal.timeout(30_000)
			});
			const value = (await answer.json()) as { granted?: { userName: string; grids: string[] }[] };
			if (!answer.ok || !Array.isArray(value.granted)) return;
			const granted = Object.fromEntries(value.granted.map(({ userName, grids }) => [userName, grids]));
			await this.#store.writeSetting(key(this.#community), granted);
		} catch {
			// Without a network it waits; the screen says what is not open yet.
		}
	}
}
