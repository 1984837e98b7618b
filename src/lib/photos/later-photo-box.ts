import type { PhotoBox } from './photo-box';

/** A photo box whose code is fetched with the first photo that is taken or looked at: the first screen stays light. */
export class LaterPhotoBox implements PhotoBox {
	readonly #load: () => Promise<PhotoBox>;
	#box: Promise<PhotoBox> | undefined;

	constructor(load: () => Promise<PhotoBox>) {
		this.#load = load;
	}

	async keep(...given: Parameters<PhotoBox['keep']>): Promise<string> {
		return (await this.#loaded()).keep(...given);
	}

	async belong(...given: Parameters<PhotoBox['belong']>): Promise<void> {
		await (await this.#loaded()).belong(...given);
	}

	async discard(...given: Parameters<PhotoBox['discard']>): Promise<void> {
		await (await this.#loaded()).discard(...given);
	}

	async open(...given: Parameters<PhotoBox['open']>): ReturnType<PhotoBox['open']> {
		return (await this.#loaded()).open(...given);
	}

	async waiting(): Promise<number> {
		return (await this.#loaded()).waiting();
	}

	close(): void {
		this.#box?.then(
			(box) => box.close(),
			() => undefined
		);
	}

	#loaded(): Promise<PhotoBox> {
		this.#box ??= this.#load().catch((error: unknown) => {
			// The next photo tries again.
			this.#box = undefined;
			throw error;
		});
		return this.#box;
	}
}
