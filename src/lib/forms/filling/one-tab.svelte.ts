/** A page that was just reloaded or left gives its lock back a moment later. Milliseconds. */
const PATIENCE = 700;
const patience = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE));

/**
 * Who fills a draft: one tab at a time. The second one reads, and is told when the first has gone. Where the browser
 * has no Web Locks, every tab fills; the last write wins.
 */
export class OneTab {
	#place = $state<'asking' | 'here' | 'elsewhere' | 'free'>('asking');
	#release: (() => void) | undefined;
	#asked: Promise<boolean> | undefined;
	readonly #left = new AbortController();

	/** `elsewhere`: another tab fills. `free`: it has gone, and {@link take} makes this tab the one that fills. */
	get place(): 'asking' | 'here' | 'elsewhere' | 'free' {
		return this.#place;
	}

	/** Asks for the place, once. Resolves with whether this tab fills. */
	ask(name: string): Promise<boolean> {
		return (this.#asked ??= this.#ask(name));
	}

	async #ask(name: string): Promise<boolean> {
		if (!('locks' in navigator)) {
			this.#place = 'here';
			return true;
		}
		const held = this.#hold(name);
		const here = await Promise.race([held, patience()]);
		if (here) this.#place = 'here';
		else {
			this.#place = 'elsewhere';
			void held.then((free) => free && (this.#place = 'free'));
		}
		return here;
	}

	/** Resolves once the lock is held; it then stays held until {@link leave}. */
	#hold(name: string): Promise<boolean> {
		return new Promise((resolve) => {
			navigator.locks
				.request(name, { signal: this.#left.signal }, () => {
					resolve(true);
					return new Promise<void>((release) => (this.#release = release));
				})
				.catch(() => resolve(false));
		});
	}

	take(): void {
		if (this.#place === 'free') this.#place = 'here';
	}

	leave(): void {
		this.#left.abort();
		this.#release?.();
	}
}
