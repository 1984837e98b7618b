import { doorNumber, type Door } from './door';
import type { Resident } from './people';
import { matchesPinyin, type Readings, type Syllable } from './pinyin';
import { normalizeQuery } from './search-query';

interface Name {
	readonly name: string;
	/** Readings of each character; empty until the dictionary has been loaded. */
	readonly pinyin: readonly (readonly Syllable[])[];
	readonly former: boolean;
}

/** One door prepared for searching, so that a keystroke only compares text. */
export interface SearchEntry {
	readonly door: Door;
	/** `3-2-501` */
	readonly number: string;
	/** The door's number with the compound's names in front, and what the door is called besides. */
	readonly addresses: readonly string[];
	readonly people: readonly {
		readonly resident: Resident;
		readonly names: readonly Name[];
		readonly phone: string;
	}[];
}

/** A door that was found, and the person who was meant, if it was one. */
export interface Found {
	readonly door: Door;
	readonly resident?: Resident;
	/** The former name that matched. */
	readonly formerName?: string;
}

export function searchEntry(door: Door, readings: Readings = () => []): SearchEntry {
	const number = doorNumber(door);
	const { compound, dwelling } = door;
	const named = (name: string, former: boolean): Name => ({
		name: name.toLowerCase(),
		former,
		pinyin: [...name].map(readings).filter((syllables) => syllables.length)
	});
	return {
		door,
		number,
		addresses: [
			...[compound?.name ?? '', ...(compound?.aliases ?? [])].map((name) => `${name}${number}`),
			...(dwelling.aliases ?? [])
		].map((address) => address.toLowerCase()),
		people: door.residents.map((resident) => ({
			resident,
			phone: resident.phone ?? '',
			names: [named(resident.name, false), ...(resident.formerNames ?? []).map((name) => named(name, true))]
		}))
	};
}

/**
 * Doors that match a query by door number, address, name (also a former one, in characters, pinyin or initials) or
 * the end of a phone number; best matches first, ties in walk order. Nothing typed: every door.
 */
export const searchDoors = (entries: readonly SearchEntry[], query: string): Found[] =>
	searchAmong(entries, query).found;

/** As `searchDoors`, with the entries that matched, in walk order. */
export function searchAmong(
	entries: readonly SearchEntry[],
	query: string
): { readonly found: Found[]; readonly hits: readonly SearchEntry[] } {
	const wanted = normalizeQuery(query);
	if (!wanted) return { found: entries.map(({ door }) => ({ door })), hits: entries };
	const letters = wanted.replaceAll(/[\s']/g, '');
	const isPinyin = /^[a-z]+$/.test(letters);
	const isPhone = PHONE_END.test(wanted);
	const ranked: { found: Found; rank: number }[] = [];
	const hits: SearchEntry[] = [];
	for (const entry of entries) {
		let rank = numberRank(entry, wanted);
		let found: Found = { door: entry.door };
		for (const { resident, names, phone } of entry.people) {
			for (const name of names) {
				const named = nameRank(name, wanted, isPinyin ? letters : '');
				if (named <= rank) continue;
				rank = named;
				found = { door: entry.door, resident, ...(name.former ? { formerName: name.name } : {}) };
			}
			if (isPhone && rank < 3 && phone.endsWith(wanted)) {
				rank = 3;
				found = { door: entry.door, resident };
			}
		}
		if (rank === 0) continue;
		ranked.push({ found, rank });
		hits.push(entry);
	}
	return { found: ranked.sort((a, b) => b.rank - a.rank).map(({ found }) => found), hits };
}

/**
 * Whether whatever `query` finds was among what `before` found: somebody types on. The end of a phone number is not: four
 * digits find what three did not.
 */
export function narrowsSearch(before: string, query: string): boolean {
	const [had, wanted] = [normalizeQuery(before), normalizeQuery(query)];
	return had !== '' && wanted.startsWith(had) && !PHONE_END.test(wanted);
}

const PHONE_END = /^\d{4,}$/;

/** 0: no match. */
function numberRank({ number, addresses }: SearchEntry, wanted: string): number {
	if (number === wanted) return 6;
	if (number.endsWith(`-${wanted}`) || number.startsWith(`${wanted}-`)) return 4;
	return addresses.some((address) => address.includes(wanted)) ? 1 : 0;
}

function nameRank({ name, pinyin, former }: Name, wanted: string, letters: string): number {
	const less = former ? 0.5 : 0;
	if (name === wanted) return 5 - less;
	if (name.startsWith(wanted)) return 3 - less;
	if (letters && matchesPinyin(pinyin, letters)) return 2.5 - less;
	return name.includes(wanted) ? 1.5 - less : 0;
}
