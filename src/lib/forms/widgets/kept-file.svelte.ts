import { SvelteMap } from 'svelte/reactivity';
import type { FormMedia } from './surroundings.svelte';

/** Addresses of files for showing them, made once and given back together. */
export class FileAddresses {
	readonly #media: FormMedia;
	readonly #known = new SvelteMap<string, string | null>();

	constructor(media: FormMedia) {
		this.#media = media;
	}

	/** An address for an id; `undefined` while it is looked for, `null` when this device does not hold it. */
	of(id: string): string | null | undefined {
		return this.#known.get(id);
	}

	/** What the camera just gave is shown at once, before it lies on the disk. */
	show(id: string, file: Blob): void {
		this.#known.set(id, URL.createObjectURL(file));
	}

	async look(ids: readonly string[]): Promise<void> {
		for (const id of ids.filter((each) => !this.#known.has(each))) {
			const file = await this.#media.open(id).catch(() => undefined);
			if (!this.#known.get(id)) this.#known.set(id, file ? URL.createObjectURL(file) : null);
		}
	}

	/** The screen is left. */
	release(): void {
		for (const address of this.#known.values()) if (address) URL.revokeObjectURL(address);
	}
}
