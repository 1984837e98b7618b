/** One reading of a character: the syllable without its tone, `ü` as `v`, and the ways to type only its beginning. */
export interface Syllable {
	readonly full: string;
	/** `zh`, `ch` and `sh` are typed as one letter or as two. */
	readonly starts: readonly string[];
}

/** All readings of a character: `单` → dan, shan, chan. Empty for what is no Chinese. */
export type Readings = (char: string) => readonly Syllable[];

/** Loads the dictionary, once: it is larger than the whole first screen and only searching needs it. */
export async function loadReadings(): Promise<Readings> {
	const { polyphonic } = await import('pinyin-pro');
	const known = new Map<string, readonly Syllable[]>();
	return (char) => {
		let readings = known.get(char);
		if (!readings) {
			const [found = []] = polyphonic(char, { toneType: 'none', type: 'array' });
			readings = found.filter((reading) => reading !== char).map(syllable);
			known.set(char, readings);
		}
		return readings;
	};
}

function syllable(reading: string): Syllable {
	const full = reading.replaceAll('ü', 'v').toLowerCase();
	const letter = full.slice(0, 1);
	return { full, starts: /^[zcs]h/.test(full) ? [full.slice(0, 2), letter] : [letter] };
}

/**
 * Whether letters are the beginning of a name as people type it: whole syllables, initials, or both mixed, from the
 * surname or from the given name on: `wangxiu`, `wxy`, `wxiuy`, `xiuying`. Polyphonic characters match by any reading.
 * @param name the readings of each character
 */
export function matchesPinyin(name: readonly (readonly Syllable[])[], letters: string): boolean {
	if (!letters || !name.length) return false;
	return beginsAt(name, 0, letters, 0) || (name.length > 2 && beginsAt(name, 1, letters, 0));
}

function beginsAt(
	name: readonly (readonly Syllable[])[],
	at: number,
	letters: string,
	from: number
): boolean {
	if (from === letters.length) return true;
	const syllables = name[at];
	if (!syllables) return false;
	for (const { full, starts } of syllables) {
		if (full.charCodeAt(0) !== letters.charCodeAt(from)) continue;
		if (full.startsWith(letters.slice(from))) return true;
		if (letters.startsWith(full, from) && beginsAt(name, at + 1, letters, from + full.length)) return true;
		for (const start of starts)
			if (letters.startsWith(start, from) && beginsAt(name, at + 1, letters, from + start.length))
				return true;
	}
	return false;
}
