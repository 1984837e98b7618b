import type { LockSettings } from './lock-settings';

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
const MINUTE = 60_000;
/** Milliseconds between two looks at the clock, and between two words to the other tabs. */
const LOOK = 5_000;

/** Two clocks: one stops while the phone sleeps, the other can be turned back. Whichever says more counts. */
const mark = () => ({ wall: Date.now(), steady: performance.now() });
const since = (then: ReturnType<typeof mark>) =>
	Math.max(Date.now() - then.wall, performance.now() - then.steady);

/** Notices that nobody is there any more: no touch for too long, or the app in the background for too long. */
export class LockWatch {
	#touched = mark();
	#told = mark();
	#hidden: ReturnType<typeof mark> | undefined;
	#timer: ReturnType<typeof setInterval> | undefined;

	constructor(
		private settings: LockSettings,
		/** It is time to lock. May be called more than once. */
		private readonly lock: () => void,
		/** Tells the other tabs that somebody is there, now and then. */
		private readonly tell: () => void
	) {}

	start(): void {
		for (const sign of SIGNS_OF_LIFE) addEventListener(sign, this.#alive, { capture: true, passive: true });
		document.addEventListener('visibilitychange', this.#seen);
		this.#timer = setInterval(this.#look, LOOK);
	}

	stop(): void {
		clearInterval(this.#timer);
		for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, this.#alive, { capture: true });
		document.removeEventListener('visibilitychange', this.#seen);
	}

	use(settings: LockSettings): void {
		this.settings = settings;
	}

	/** Somebody is there, in this tab or another one. */
	touch(): void {
		this.#touched = mark();
		if (this.#hidden) this.#hidden = mark();
	}

	readonly #alive = () => {
		// The first touch after too long a time comes before any timer of a page that slept.
		if (this.#late()) return this.lock();
		this.touch();
		if (since(this.#told) < LOOK) return;
		this.#told = mark();
		this.tell();
	};

	readonly #seen = () => {
		if (document.visibilityState === 'hidden') {
			this.#hidden ??= mark();
			return;
		}
		this.#look();
		this.#hidden = undefined;
	};

	readonly #look = () => {
		if (this.#late()) this.lock();
	};

	#late(): boolean {
		const { idle, away } = this.settings;
		return since(this.#touched) >= idle * MINUTE || (!!this.#hidden && since(this.#hidden) >= away * MINUTE);
	}
}
