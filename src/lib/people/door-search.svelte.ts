import { loadReadings, type Readings } from './pinyin';
import type { PeopleRegister } from './register.svelte';
import { narrowsSearch, searchAmong, searchEntry, type Found, type SearchEntry } from './search';

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

	/** What matched last, and among which entries: whoever types on is looking among those. */
	#last:
		| { readonly all: readonly SearchEntry[]; readonly query: string; readonly hits: readonly SearchEntry[] }
		| undefined;

	/** Best matches first; nothing typed: every door, in walk order. */
	find(query: string): Found[] {
		const [all, last] = [this.#entries, this.#last];
		const narrows = last?.all === all && narrowsSearch(last.query, query);
		const { found, hits } = searchAmong(narrows ? last.hits : all, query);
		this.#last = { all, query, hits };
		return found;
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
