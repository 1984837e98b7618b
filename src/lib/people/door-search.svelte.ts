import { loadReadings, type Readings } from './pinyin';
import type { PeopleRegister } from './register.svelte';
import { searchDoors, searchEntry, type Found, type SearchEntry } from './search';

/** The dictionary, once it has been loaded, holds for all screens. */
let readings = $state.raw<Readings>();
let asked = false;

/** Finds doors among those of this device; prepared anew when they change, so that a keystroke only compares text. */
export class DoorSearch {
	readonly #people: Pick<PeopleRegister, 'doors'>;

	constructor(people: Pick<PeopleRegister, 'doors'>) {
		this.#people = people;
	}

	readonly #entries: readonly SearchEntry[] = $derived.by(() => {
		const known = readings;
		return (this.#people.doors ?? []).map((door) => searchEntry(door, known));
	});

	/** Best matches first; nothing typed: every door, in walk order. */
	find(query: string): Found[] {
		return searchDoors(this.#entries, query);
	}

	/** Names can be found by pinyin from now on. Until the dictionary is there, and without it, all else finds. */
	async readPinyin(): Promise<void> {
		if (asked) return;
		asked = true;
		try {
			readings = await loadReadings();
		} catch {
			asked = false;
		}
	}
}
