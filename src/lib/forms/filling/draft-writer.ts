/** How long typing in one question may go on before it is stored, in milliseconds. */
const PAUSE = 200;
/** After a failed write, when no further edit asks for one. */
const RETRY = 3000;

/**
 * Decides when a draft is stored: at once when another question is touched, after a short pause while one is being
 * typed, and never two writes at a time. So at most the answer being typed is not on the disk yet.
 */
export class DraftWriter {
	readonly #write: () => Promise<boolean>;
	#dirty = false;
	#question: string | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> | undefined;
	#closed = false;

	/** @param write stores what the form holds now; false when that failed, and it is then tried again */
	constructor(write: () => Promise<boolean>) {
		this.#write = write;
	}

	/** @param question what was touched: its path */
	edited(question: string): void {
		if (this.#closed) return;
		this.#dirty = true;
		if (question !== this.#question) {
			this.#question = question;
			void this.flush();
		} else this.#timer ??= setTimeout(() => void this.flush(), PAUSE);
	}

	/** Stores what is not stored yet, now. Resolves when it is, or when it could not be. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		// Closed: its record may be stored already, and a draft must not come back after it.
		if (!this.#closed) this.#running ??= this.#run();
		await this.#running;
	}

	async #run(): Promise<void> {
		try {
			while (this.#dirty) {
				this.#dirty = false;
				if (await this.#write()) continue;
				this.#dirty = true;
				if (!this.#closed) this.#timer ??= setTimeout(() => void this.flush(), RETRY);
				return;
			}
		} finally {
			this.#running = undefined;
		}
	}

	/** Ends writing: resolves when nothing is under way any more. What was not stored by then is not. */
	async close(): Promise<void> {
		this.#closed = true;
		clearTimeout(this.#timer);
		await this.#running;
	}
}
